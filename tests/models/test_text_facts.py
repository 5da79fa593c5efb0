"""One library of facts: dates, addresses, units and letters, for speech and translation alike."""

from __future__ import annotations

import pytest

from models.text import numerals_bn, units
from models.text.addresses import ADDRESS, PHONE, PHONE_PERHAPS
from models.text.dates import DATE, day_month_year, months
from models.text.script import compared


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("12/05/2026", (12, 5, 2026)),
        ("১২-০৫-২৬", (12, 5, 2026)),
        ("2026.5.1", (1, 5, 2026)),
        ("05/21/2026", (21, 5, 2026)),
        ("1.2.34", None),
        ("32/01/2026", None),
        ("00/01/2026", None),
    ],
)
def test_a_date_is_read_the_day_first(written: str, date: tuple[int, int, int] | None) -> None:
    found = DATE.fullmatch(written)
    assert found
    assert day_month_year(found) == date


def test_a_month_is_found_in_either_language_but_not_in_another_word() -> None:
    assert months("12 May, ৫ই আগষ্টে") == {5, 8}
    assert months("it may march on; মেয়ে") == set()


def test_an_address_ends_where_the_sentence_goes_on() -> None:
    text = "www.chokh.org-এ যান, (https://a.gov.bd/b?c=1), a@b.org."
    found = [match.group() for match in ADDRESS.finditer(text)]
    assert found == ["www.chokh.org", "https://a.gov.bd/b?c=1", "a@b.org"]


def test_a_phone_number_is_sure_where_it_is_one_of_bangladesh() -> None:
    assert PHONE.fullmatch("01711-234567")
    assert not PHONE.search("0 12 34 56 78")
    assert PHONE_PERHAPS.search("00 12 34 56 78")


def test_every_unit_that_is_said_has_words_in_both_languages() -> None:
    for unit in units.table():
        assert bool(unit.said_en) == bool(unit.said_bn) or unit.name in {
            *("taka", "dollar", "euro", "rupee"),
        }, unit
    assert units.forms("bn")["kmph"][0] == "ঘণ্টায় {n} কিলোমিটার"
    assert units.money("en")["৳"] == (("taka", "taka"), ("poisha", "poisha"))
    assert len(numerals_bn.names()) == 100


def test_texts_are_compared_without_what_nobody_sees_or_hears() -> None:
    assert compared(" কো\u200cথায়,  MY “Bag”? ") == compared("কোথায় my bag")
    assert compared("১২’") == "12'"
