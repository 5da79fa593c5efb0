"""What strips, bills, plates, forms and notices print, as a Bangla reader says it."""

from __future__ import annotations

import contextlib
import re
import statistics
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.errors import NothingToSay
from models.speak.normalise.normalise import speakable
from models.speak.normalise.number_words import spelled
from models.speak.pronounce import respelled
from models.speak.voice import Voice
from models.speak.voices.espeak import EspeakSpeaker
from models.text.script import recomposed

LIST = Path(__file__).with_name("printed.tsv")
# As long as a usual description: 171 letters.
TEXT = (
    "ছবিতে ৩টি লাল বৃত্ত আর ২টি নীল বর্গক্ষেত্র দেখছি, দাম ৳১,২৫০.৫০। সময় ৯:৩০, তারিখ ১২/০৩/২০২৬। "
    "নিচে: EXP 03/27, Lot A07, ফোনে 01712345678। পাশে একজন মানুষ দাঁড়িয়ে থাকছেন।"
)


def heard(text: str) -> str:
    """The words, without marks."""
    words = spelled(recomposed(text), "bn")
    return " ".join(re.sub(r"[^\w\u0980-\u09ff.]|\.(?!\w)", " ", words).split())


def test_two_hundred_printed_strings_are_said_as_a_reader_would():
    """The first 200 were written down before they were first run: 98.5% were right then."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if not line.startswith("#")]
    wrong = [
        (printed, said)
        for printed, right in pairs
        if heard(said := speakable(printed, "bn")) != heard(right)
    ]
    assert len(pairs) > 200
    assert not wrong


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("EXP: 03/27", "expiry March 2027"),
        ("MFG 01/2026", "made January 2026"),
        ("blood AB-", "blood A B negative"),
        ("grade A-", "grade A-"),
        ("OTP 482913", "OTP four eight two, nine one three"),
        ("ID: 6123456789", "ID: six one two, three four five, six seven eight nine"),
        ("Lot A07", "Lot A zero seven"),
        ("page 1/2", "page 1 of 2"),
        ("450.00", "450"),
        ("01 JAN 25", "1 January 2025"),
        ("call 999", "call nine nine nine"),
        ("10 marbles and 3 octopuses", "10 marbles and 3 octopuses"),
        ("on March 27 it may 5 times", "on March 27 it may 5 times"),
        ("EXP MAR 27", "expiry March 2027"),
        ("a plan B - no", "a plan B, no"),
    ],
)
def test_english_strips_and_forms_are_read_so_too(printed, said):
    assert speakable(printed, "en") == said


def test_making_171_letters_speakable_takes_two_milliseconds():
    """2 ms on an idle machine; ten times as much is never right."""
    assert len(TEXT) == 171
    times = []
    for _ in range(30):
        start = time.process_time()
        respelled(speakable(TEXT, "bn"))
        times.append(time.process_time() - start)
    assert statistics.median(times) < 0.02


LONGEST = 4096  # letters that a message may have
PIECES = st.one_of(
    st.text(st.characters(min_codepoint=0x0980, max_codepoint=0x09FF), min_size=1, max_size=20),
    st.text(st.characters(categories=["P", "S"]), min_size=1, max_size=5),
    st.text(st.sampled_from("👍🏽👨‍👩‍👧🇧🇩☕5️⃣❤️"), min_size=1, max_size=5),
    st.text(st.characters(categories=["Cc", "Cf", "Mn"]), min_size=1, max_size=5),
    st.sampled_from(
        ["ক্\u200d", "\u200c্", "্্", "র\u200d্যা", "ঁঁ", "়", "ঃ", "B12 ", "A-", "01 JAN ", "নং ", "1x"]
    ),
    st.sampled_from(
        ["ঢাকা মেট্রো-গ ", "12/3 দিন", '6"', "XII ", "NID ", "৫শ ", "hello ", "日本", "שלום"]
    ),
)


@given(PIECES, st.sampled_from(["", " ", "\n", "।"]), st.lists(PIECES, max_size=5))
@settings(max_examples=60, deadline=2000)
@example("ক", "", [])
@example("কর", "", [])
@example("।", "", [])
@example("👍", "", [])
def test_any_4096_letters_are_cut_and_respelled_at_once_or_refused(piece, joint, others):
    unit = joint.join([piece, *others]) + joint
    text = (unit * (LONGEST // len(unit) + 1))[:LONGEST]
    with contextlib.suppress(NothingToSay):
        for _, part in Voice([EspeakSpeaker()]).pieces(text, "bn"):
            assert not any(
                letter.isdigit() and letter in "0123456789০১২৩৪৫৬৭৮৯" for letter in respelled(part)
            )


@pytest.mark.parametrize(
    "text", ["ক" * LONGEST, "্" * 9 + "ক", "ক\x00খ\x07", "ক\u200d্\u200cষ", "🙂 ক 日本 ק"]
)
def test_a_voice_says_what_nobody_would_write(text):
    assert Voice([EspeakSpeaker()]).speak(text, "bn", 450).seconds > 0
