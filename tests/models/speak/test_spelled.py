"""Numbers as words, for voices that pass over digits."""

from __future__ import annotations

import pytest

from models.speak.normalise.normalise import speakable
from models.speak.normalise.number_words import spelled
from models.text.numbers import numbers
from models.text.script import recomposed
from models.values import Language


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("৭টি বৃত্ত", "সাতটি বৃত্ত"),
        ("মিনিটে 120", "মিনিটে একশ বিশ"),
        ("২০২৪ সালে", "দুই হাজার চব্বিশ সালে"),
        ("১,২৫,৪৩০ টাকা", "এক লাখ পঁচিশ হাজার চারশ ত্রিশ টাকা"),
        ("৩.৭ কেজি", "তিন দশমিক সাত কেজি"),
        ("২৫০০০০০০০০", "দুইশ পঞ্চাশ কোটি"),
        ("০", "শূন্য"),
    ],
)
def test_bangla(written: str, said: str) -> None:
    assert spelled(speakable(written, "bn"), "bn") == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("21 red circles", "twenty one red circles"),
        ("$1,254", "one thousand two hundred fifty four dollars"),
        ("the 3rd and the 20th", "the third and the twentieth"),
        ("2.05 metres", "two point zero five metres"),
        ("B12", "B twelve"),
    ],
)
def test_english(written: str, said: str) -> None:
    assert spelled(speakable(written, "en"), "en") == said


def test_twenty_has_another_name_in_west_bengal() -> None:
    said = spelled("২০টি, ১২০, ২০০০০০", "bn", "wb")
    assert recomposed(said) == recomposed("কুড়িটি, একশ কুড়ি, দুই লাখ")


def test_a_code_is_said_digit_by_digit() -> None:
    assert spelled("কক্ষ ০০৭", "bn") == "কক্ষ শূন্য শূন্য সাত"


@pytest.mark.parametrize("language", ["bn", "en"])
def test_every_number_is_read_back_as_itself(language: Language) -> None:
    """By the reader of number words that the translations are verified with."""
    for value in [
        *range(1, 100),
        *range(102, 1000, 50),
        1_000,
        10_010,
        99_999,
        105_000,
        1_234_567,
        70_000_001,
    ]:
        (read,) = numbers(f"x {spelled(str(value), language)} x")
        assert f"n:{value}" in read.keys, value
