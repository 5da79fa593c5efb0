"""পানি or জল, আপনি or তুমি, ১২৩ or 123: what changes with them, and what somebody wrote does not."""

from __future__ import annotations

import re
import unicodedata
from itertools import product

import pytest

from handlers.i18n.dialect import in_register
from handlers.i18n.messages import Style, Words
from handlers.i18n.politeness import OF_OTHERS, familiar, familiar_forms
from handlers.intents.ask_person import errand_in
from handlers.intents.recogniser import command_in, looked_for, slash, thing_asked
from tests.handlers.conftest import Bot
from tests.handlers.stub import BANGLA, COLOUR, COLOUR_EN
from tests.handlers.test_hear import spoken
from tests.handlers.test_words import sentences

STYLES = [Style(*each) for each in product(("bd", "wb"), ("apni", "tumi"), ("bangla", "latin"))]
# What is said to an আপনি, by its endings, and what only ends so.
_ANY = r"[\u0980-\u09ff]"
POLITE = re.compile(rf"আপনি{_ANY}?|আপনা(?:র|কে|দের)|{_ANY}+ুন|{_ANY}+(?:া|য়ে)ন|{_ANY}+েন(?:নি)?")
NOT_POLITE = {"জুন", "মেরুন", "ডান", "সমান", "উপাদান", "কেন", "যেন", "প্রধান", "স্থান", "নতুন"}


@pytest.mark.parametrize(
    ("bd", "wb"),
    [
        ("এক গ্লাস পানি", "এক গ্লাস জল"),
        ("পানির বোতলটি পানিতে, পানিটা ঠান্ডা", "জলের বোতলটি জলে, জলটা ঠান্ডা"),
        ("লবণের কৌটা আর মরিচগুলো", "নুনের কৌটা আর লঙ্কাগুলো"),
        ("নাশতায় পাউরুটির টুকরা", "জলখাবারে পাঁউরুটির টুকরো"),
        ("চাচার পাশে খালাকে দেখা যাচ্ছে", "কাকার পাশে মাসিকে দেখা যাচ্ছে"),
        ("জানালার ধারে জুতায় ধুলা", "জানলার ধারে জুতোয় ধুলো"),
        ("গোসলও হলো, পানিই নেই।", "স্নানও হলো, জলই নেই।"),
    ],
)
def test_each_side_of_the_border_has_its_words(bd: str, wb: str) -> None:
    assert in_register(bd, "wb") == wb
    assert in_register(wb, "bd") == bd
    assert in_register(wb, "wb") == wb
    assert in_register(bd, "bd") == bd
    decomposed = in_register(unicodedata.normalize("NFD", bd), "wb")
    assert unicodedata.normalize("NFC", decomposed) == unicodedata.normalize("NFC", wb)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("আম্মার হাতে গোশত, আম্মারা হাসছেন", "মায়ের হাতে মাংস, মায়েরা হাসছেন"),
        ("ফুফুর ব্যাগ", "পিসির ব্যাগ"),
    ],
)
def test_some_words_go_one_way_only(text: str, said: str) -> None:
    assert in_register(text, "wb") == said
    assert in_register(said, "bd") == said


@pytest.mark.parametrize(
    "text",
    [
        "পানিশূন্য",  # a part of a word
        "নানা রঙের ফুল",  # also "various"
        "আমি ভাবি",  # also "I think"
        "গোল মরিচ",  # black pepper is no লঙ্কা
        "লেখা আছে: “খাবার পানি”",  # quoted
    ],
)
def test_what_only_looks_like_a_word_of_the_table_stays(text: str) -> None:
    assert in_register(text, "wb") == text


@pytest.mark.parametrize("text", ["শ্রী লঙ্কার চা", "জল রং", "জলপ্রপাত", "একটি পিসি", "নদীর কুল"])
def test_the_other_way_round_as_well(text: str) -> None:
    assert in_register(text, "bd") == text


def test_no_sentence_is_polite_to_who_wants_to_be_called_tumi() -> None:
    words = Words(Style(address="tumi"))
    polite = {}
    for key, variables in sentences("bn").items():
        said = unicodedata.normalize("NFC", words.say("bn", key, **dict.fromkeys(variables, 7)))
        left = set(re.findall(r"[\u0980-\u09ff]+", said)) - NOT_POLITE
        left = {word for word in left if word in familiar_forms() or POLITE.fullmatch(word)}
        if left - OF_OTHERS.get(key, frozenset()):
            polite[key] = left
    assert polite == {}


def test_what_is_said_of_a_relative_stays_polite() -> None:
    for key, variables in sentences("bn").items():
        said = Words().say("bn", key, **dict.fromkeys(variables, 7))
        if "name" in variables:
            said_of = set(re.findall(f"{_ANY}+", said)) & familiar_forms().keys()
            verbs = {word for word in said_of if re.fullmatch(r".+েন(?:নি)?|চান|নন", word)}
            assert verbs <= OF_OTHERS.get(key, frozenset()), key


def test_only_sentences_with_such_words_are_excepted() -> None:
    known = sentences("bn")
    for key, kept in OF_OTHERS.items():
        said = Words().say("bn", key, **dict.fromkeys(known[key], 7))
        assert kept <= set(re.findall(r"[\u0980-\u09ff]+", said)), key


def test_no_sentence_of_ours_has_a_word_of_the_other_side() -> None:
    for key, variables in sentences("bn").items():
        for register in ("bd", "wb"):
            if key in ("register-bd", "register-wb"):
                continue
            said = Words(Style(register)).say("bn", key, **dict.fromkeys(variables, 7))
            assert in_register(said, register) == said, key


@pytest.mark.parametrize("key", sorted(sentences("bn")))
def test_what_a_sentence_tells_to_type_works_as_it_is_told_to_a_tumi(key: str) -> None:
    said = Words().say("bn", key, **dict.fromkeys(sentences("bn")[key], 7))
    for told in said.split("লিখুন:")[1:]:
        for phrase in re.split(r", (?:অথবা )?", re.split(r"[।?\n]", told)[0].strip()):
            typed = familiar(phrase, OF_OTHERS.get(key, ()))
            assert meant(typed) == familiar(meant(phrase)), phrase


def meant(text: str) -> str:
    """What the bot takes a text for."""
    shown = "shown" if looked_for(text) == "show" else ""
    return str(slash(text) or command_in(text) or errand_in(text) or thing_asked(text) or shown)


@pytest.mark.parametrize("style", STYLES)
def test_what_somebody_wrote_is_said_as_it_is(style: Style) -> None:
    verbatim = "পানি ১২ 12, আপনি লিখুন জল"
    said = Words(style).say("bn", "errand-asks", name="রিনা 2", question=verbatim)
    assert verbatim in said
    assert said.startswith("রিনা 2 জানতে চান: ")
    assert verbatim in Words(style).say("bn", "writing", text=verbatim)
    assert verbatim * 400 in Words(style).say(
        "bn", "errand-answer", name="x", answer=verbatim * 400
    )


def test_digits_are_those_that_the_person_wants() -> None:
    latin = Words(Style(numbers="latin"))
    assert latin.say("bn", "rate-now", rate=150).startswith("এখন মিনিটে 150টি শব্দ বলি।")
    assert "গতি 120" in latin.say("bn", "rate-now", rate=150)
    assert latin.in_style("৩টি বই, “পাতা ৩”", "bn") == "3টি বই, “পাতা ৩”"
    assert Words().in_style("3টি বই, “পাতা 3”", "bn") == "৩টি বই, “পাতা 3”"


def test_english_is_the_same_in_every_style() -> None:
    for style in STYLES:
        assert Words(style).say("en", "rate-now", rate=150) == Words().say(
            "en", "rate-now", rate=150
        )
        assert Words(style).in_style("3 books", "en") == "3 books"


async def test_captions_answers_and_old_photos_are_told_in_the_persons_words(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    rina, glass = bot.person(), b"a glass of water"
    monkeypatch.setitem(BANGLA, glass.decode(), "এক গ্লাস পানি")
    monkeypatch.setitem(BANGLA, "3 shoes", "৩টি জুতো")
    bot.stub.answers[COLOUR_EN] = "3 shoes"
    await rina.shows(glass)
    await rina.sends(**spoken(rina, "জল বলুন".encode()))
    await rina.says("/numbers latin")
    await rina.says(COLOUR)
    await rina.shows(glass)
    await rina.says("/register bd")
    await rina.says("তুমি করে বলো")
    await rina.says("/history")
    await rina.says(COLOUR)
    said = bot.texts
    assert said[0] == "এক গ্লাস পানি।"
    assert said[1].startswith("আপনি বললেন: জল বলুন।\nপশ্চিমবঙ্গের শব্দে বলি, যেমন জল।")
    assert said[3:5] == ["3টি জুতো।", "এক গ্লাস জল।"]
    assert said[7].count("এক গ্লাস পানি।") == 2
    assert said[7].startswith("ছবি 1, আজ: ")
    assert "২" not in said[7]
    assert said[8] == "3টি জুতা।"
