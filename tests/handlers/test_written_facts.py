"""Facts that are asked of writing: found by the words beside them, and nothing made up."""

from __future__ import annotations

import pytest

from handlers.answers.written_facts import Written, fact_asked, found, in_short

LINES = [
    Written(line)
    for line in (
        "মেসার্স রহমান স্টোর",
        "তারিখ: ১২/০৩/২০২৬",
        "ক্রেতার নাম: করিম মিয়া",
        "চাল ২ কেজি ১৩০ টাকা",
        "সর্বমোট",
        "৪৫০ টাকা",
        "মেয়াদ: মার্চ ২০২৭",
        "মোবাইল ০১৭১২-৩৪৫৬৭৮",
    )
]


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("মোট কত?", ["সর্বমোট ৪৫০ টাকা"]),
        ("মেয়াদ কবে শেষ?", ["মেয়াদ: মার্চ ২০২৭"]),
        ("কার নামে?", ["ক্রেতার নাম: করিম মিয়া"]),
        ("তারিখ কত?", ["তারিখ: ১২/০৩/২০২৬"]),
        ("ফোন নম্বর কত?", ["মোবাইল ০১৭১২-৩৪৫৬৭৮"]),
    ],
)
def test_a_question_is_answered_by_the_line_that_names_it(question: str, lines: list[str]) -> None:
    fact = fact_asked(question)
    assert fact is not None
    assert [each.text for each in found(LINES, fact)] == lines


def test_what_is_not_written_is_not_found() -> None:
    lines = [Written("একটি গান"), Written("রাত ৩ টায়")]
    assert [found(lines, fact) for fact in ("expiry", "total", "name", "phone")] == [[]] * 4
    assert fact_asked("এটা কী রঙের?") is None


def test_a_doubt_goes_with_the_line() -> None:
    (told,) = found([Written("Total 45O taka 4", sure=False)], "total")
    assert not told.sure


def test_in_short_is_kind_title_dates_and_amounts() -> None:
    short = in_short(LINES)
    assert (short.kind, short.title) == ("bill", "মেসার্স রহমান স্টোর")
    assert short.dates == ("তারিখ: ১২/০৩/২০২৬", "মেয়াদ: মার্চ ২০২৭")
    assert "সর্বমোট ৪৫০ টাকা" in short.amounts
