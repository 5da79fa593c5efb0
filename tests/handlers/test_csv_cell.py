"""No cell that we write is a formula to a spreadsheet, whatever stands before the sign."""

from __future__ import annotations

import pytest

from handlers.transport.csv_cell import cell


@pytest.mark.parametrize("sign", "=+-@＝＋－＠﹦﬩")
@pytest.mark.parametrize(
    "before", ["", " ", "\t", "\r", "\n", "\u00a0", "\u3000", "\ufeff", "\u200b", " \x00"]
)
def test_a_formula_is_marked_as_text(before: str, sign: str) -> None:
    assert cell(f"{before}{sign}1+1") == f"'{before}{sign}1+1"


def test_words_and_numbers_stay_as_they_are() -> None:
    for value in ("একটি লাল বৃত্ত", "a = b", "", " ", -1.5, 7, None, True):
        assert cell(value) == value
