"""Bangla in Latin letters: read as Bangla, and English left as it is."""

from __future__ import annotations

import pytest

from benchmarks.banglish import Line, lines, words_right
from handlers.intents.banglish import as_bangla
from handlers.intents.intent import Intent
from handlers.intents.labels import labels_asked
from handlers.intents.recogniser import command_in


def _lines(language: str, which: str) -> list[Line]:
    return [line for line in lines() if (line.language, line.set) == (language, which)]


@pytest.mark.parametrize("which", ["dev", "held"])
def test_nine_of_ten_lines_go_where_their_bangla_goes(which: str) -> None:
    bangla = _lines("bn", which)
    assert len(bangla) >= 100
    commands = [line for line in bangla if line.route != "question"]
    for some in (bangla, commands):
        assert sum(line.right for line in some) >= 0.9 * len(some)
    assert words_right(bangla) > 0.8


@pytest.mark.parametrize("which", ["dev", "held"])
def test_english_is_left_as_it_is(which: str) -> None:
    assert [line.text for line in _lines("en", which) if not line.right] == []


@pytest.mark.parametrize(
    ("typed", "bangla"),
    [
        ("chobite ki ache?", "ছবিতে কী আছে?"),
        ("SOBITE KI ASE", "ছবিতে কী আছে"),
        ("alo ache ki?", "আলো আছে কি?"),
        ("charger ta kothay", "চার্জারটা কোথায়"),
        ("Horlicks er dam koto?", "Horlicks-এর দাম কত?"),
        ("shirt er rong ki", "শার্টের রং কী"),
        ("ronger naam bolo", "রঙের নাম বলো"),
        ("ba dike ki ache", "বাঁ দিকে কী আছে"),
        ("chobi 2: ki lekha ache?", "ছবি 2: কী লেখা আছে?"),
        ("ha", "হ্যাঁ"),
    ],
)
def test_words_endings_and_names(typed: str, bangla: str) -> None:
    assert as_bangla(typed) == bangla


@pytest.mark.parametrize(
    "text",
    [
        "/ways bajar: dam, meyad",
        "ছবিতে ki আছে?",
        "is the kola bottle on the table",
        "what is Chobi Mela?",
        "Amazon Kindle",
        "ok",
        "",
        "12 34",
        "?!",
        "🙂",
        "a" * 5_000,
    ],
)
def test_everything_else_stays_as_it_is(text: str) -> None:
    assert as_bangla(text) == text


def test_a_polite_word_does_not_hide_a_command() -> None:
    for text in ("দয়া করে থামুন", "থামুন প্লিজ", as_bangla("please thamun"), as_bangla("thamun plz")):
        assert command_in(text) == Intent("stop"), text


def test_labels_go_through_too() -> None:
    assert labels_asked(as_bangla("shreni bolun: cup, thala, chamoch")) == "কাপ, থালা, চামচ"
