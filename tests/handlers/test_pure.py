"""Parts, prose and pace: functions of plain values."""

from __future__ import annotations

import pytest

from handlers.chat.rate_limit import Pace
from handlers.chat.throttle import Once
from handlers.i18n.text import asked, bangla_digits, sentence, without_filler
from handlers.transport.splitting import parts, units
from models.errors import Busy
from models.values import Language


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("একটি লাল বৃত্ত", "bn", "একটি লাল বৃত্ত।"),
        ("একটি লাল বৃত্ত ।", "bn", "একটি লাল বৃত্ত।"),
        ("একটি লাল বৃত্ত.", "bn", "একটি লাল বৃত্ত।"),
        ("এটা কী?", "bn", "এটা কী?"),
        ("two 2 dogs", "en", "Two 2 dogs."),
        ('a sign that says "STOP."', "en", 'A sign that says "STOP."'),
        ("red", "bn", "Red."),
        ("  ", "bn", ""),
    ],
)
def test_a_sentence_begins_and_ends(text: str, language: Language, said: str) -> None:
    assert sentence(text, language) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("দাম 1,250.50 টাকা", "দাম ১,২৫০.৫০ টাকা"),
        ("২টি আর 3টি", "২টি আর ৩টি"),
        ("একটি A4 কাগজ, COVID-19", "একটি A4 কাগজ, COVID-19"),
        ('লেখা আছে "৳ 25"', 'লেখা আছে "৳ 25"'),
        ("/rate 120", "/rate ১২০"),
    ],
)
def test_digits_are_of_one_kind_but_for_names_and_quotes(text: str, said: str) -> None:
    assert bangla_digits(text) == said


@pytest.mark.parametrize(
    ("caption", "rest"),
    [
        ("a picture of a dog", "a dog"),
        ("The image shows a street in Dhaka.", "a street in Dhaka."),
        ("In this photo, there is a cup", "a cup"),
        ("this is a close-up photo of bread", "bread"),
        ("a photo album on a table", "a photo album on a table"),
        ("a picture of ", "a picture of"),
    ],
)
def test_filler_is_left_out(caption: str, rest: str) -> None:
    assert without_filler(caption) == rest


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("what colour is it", "what colour is it?"),
        ("Is it red", "Is it red?"),
        ("is it red.", "is it red."),
        ("describe the picture", "describe the picture"),
        ("island", "island"),
    ],
)
def test_a_question_gets_its_mark(typed: str, question: str) -> None:
    assert asked(typed) == question


def test_a_text_that_fits_stays_whole() -> None:
    assert parts("ক" * 4_096) == ["ক" * 4_096]


def test_a_long_text_is_cut_at_the_ends_of_sentences() -> None:
    text = " ".join(f"এটি {number} নম্বর বাক্য।" for number in range(600))
    found = parts(text)
    assert all(units(part) <= 4_096 and part.endswith("।") for part in found)
    assert " ".join(found) == text


def test_letters_outside_the_basic_plane_count_twice_and_stay_whole() -> None:
    found = parts("😀" * 3_000)
    assert [units(part) for part in found] == [4_096, 1_904]


def test_the_pace_is_a_minute_for_each_person() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    assert [pace.wait(1, 1, 2) for _ in range(2)] == [0.0, 0.0]
    now[0] = 20.0
    assert pace.wait(1, 1, 2) == 40.0
    assert pace.wait(2, 1, 2) == 0.0
    now[0] = 61.0
    assert pace.wait(1, 1, 2) == 0.0


def test_an_album_larger_than_the_pace_waits_for_an_empty_minute_and_passes() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    assert pace.wait(1, 1, 6) == 0.0
    assert pace.wait(1, 10, 6) == 60.0
    now[0] = 60.0
    assert pace.wait(1, 10, 6) == 0.0


def test_places_are_bounded_and_given_back() -> None:
    pace = Pace()
    with pace.place(1), pytest.raises(Busy), pace.place(1):
        pass
    with pace.place(1):
        pass


def test_once_is_once_for_each_key_and_again_after_a_while() -> None:
    now = [0.0]
    once = Once(lambda: now[0])
    assert once.first("busy", 1, every=60)
    assert not once.first("busy", 1, every=60)
    assert once.first("busy", 2, every=60)
    now[0] = 60.0
    assert once.first("busy", 1, every=60)
