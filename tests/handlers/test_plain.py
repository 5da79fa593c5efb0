"""Commands in plain words; a question that mentions them stays a question."""

from __future__ import annotations

import unicodedata

import pytest

from handlers.i18n.messages import Words
from handlers.intents.intent import Intent
from handlers.intents.phrases import choices_of
from handlers.intents.recogniser import command_in, slash

COMMANDS = {
    "ভয়েস চালু": Intent("voice", "on"),
    "ভয়েস মেসেজ চালু করুন।": Intent("voice", "on"),
    "চালু করুন ভয়েস": Intent("voice", "on"),
    "ভয়েস চাই না": Intent("voice", "off"),
    "Voice ON": Intent("voice", "on"),
    "turn off voice messages": Intent("voice", "off"),
    "turn voice off": Intent("voice", "off"),
    "voice": Intent("voice"),
    "ভাষা": Intent("language"),
    "ভাষা ইংরেজি করুন": Intent("language", "en"),
    "ইংরেজিতে বলুন": Intent("language", "en"),
    "বাংলায় বলুন": Intent("language", "bn"),
    "Bangla": Intent("language", "bn"),
    "speak English please": Intent("language", "en"),
    "গতি": Intent("rate"),
    "গতি ১২০ করুন": Intent("rate", "120"),
    "Rate: 120": Intent("rate", "120"),
    "আস্তে বলুন": Intent("rate", "slower"),
    "আরও ধীরে বলুন": Intent("rate", "slower"),
    "একটু দ্রুত বলুন": Intent("rate", "faster"),
    "speak slower": Intent("rate", "slower"),
    "ছোট করে বলুন": Intent("length", "short"),
    "সংক্ষেপে": Intent("length", "short"),
    "বিস্তারিত বলুন": Intent("detail"),
    "more detailed": Intent("detail"),
    "বড় করে বলুন": Intent("length", "long"),
    "দৈর্ঘ্য বিস্তারিত": Intent("length", "long"),
    "সাহায্য": Intent("help"),
    "সাহায্য চাই": Intent("help"),
    "Help!": Intent("help"),
    "help?": Intent("help"),
    "শুরু": Intent("start"),
    "আমার সব তথ্য দিন।": Intent("export"),
    "সব নামিয়ে দিন": Intent("export"),
    "Export my data": Intent("export"),
    "send me all my data": Intent("export"),
    "মোছো": Intent("forget"),
    "delete it": Intent("forget"),
    "allow 123456": Intent("allow", "123456"),
    "বাদ দিন ১২৩৪৫৬": Intent("remove", "123456"),
}

QUESTIONS = [
    "বৃত্তটির রং কী?",
    "ছবিতে কি ভয়েস রেকর্ডার আছে?",
    "ভয়েস চালু আছে?",
    "ইংরেজিতে কী লেখা আছে?",
    "বাংলায় কী লেখা আছে",
    "এটা কি বাংলা?",
    "English?",
    "is there English text",
    "what language is it",
    "গতি ১২০ লেখা আছে কি",
    "speed limit 120",
    "গাড়িটা কি দ্রুত যাচ্ছে",
    "ছোট",
    "বড়",
    "ছোট করে কী লেখা আছে",
    "বড় বাক্সটা কোথায়",
    "is the long one red",
    "help me find the door",
    "সাহায্য করুন, দরজাটা কোথায়",
    "start button কোথায়",
    "বাদ দিন এটা কী",
    "is voice on written there",
    "সব তথ্য দিন",
    "তথ্য চাই",
    "is export written on it",
    "give me all the data on the label",
    "slow cooker",
    "",
    "?",
    "ক" * 5_000,
]


@pytest.mark.parametrize(("text", "command"), COMMANDS.items())
def test_plain_words_are_commands(text: str, command: Intent) -> None:
    assert command_in(text) == command
    assert command_in(unicodedata.normalize("NFD", text)) == command
    assert command_in(f"  {text}\n") == command


@pytest.mark.parametrize("text", QUESTIONS)
def test_questions_pass_through(text: str) -> None:
    assert command_in(text) is None


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/rate 120", Intent("rate", "120")),
        ("/Rate@chokh_bot\n120", Intent("rate", "120")),
        ("/help", Intent("help")),
        ("/start ABCD", Intent("start", "ABCD")),
        ("/dance", Intent("unknown")),
        ("/", Intent("unknown")),
        ("// what", Intent("unknown")),
    ],
)
def test_slash_commands(text: str, command: Intent | None) -> None:
    assert slash(text) == command


@pytest.mark.parametrize("language", ["bn", "en"])
def test_what_the_sentences_tell_people_to_type_can_be_typed(language: str) -> None:
    words = Words()
    told = {
        "bn": (
            "সাহায্য|ভয়েস চালু|ভয়েস বন্ধ|আস্তে বলুন|দ্রুত বলুন|গতি ১২০|ছোট করে বলুন|বিস্তারিত বলুন|ইংরেজি|লেখা পড়ুন"
            "|সাহায্য রং|সাহায্য ভয়েস|সাহায্য আরও|থামুন|আবার বলুন"
        ),
        "en": (
            "help|voice on|voice off|slower|faster|rate 120|short|long|Bangla|English|read it"
            "|help colour|help voice|help more|stop|say it again"
        ),
    }[language].split("|")
    # mypy: a test's parameter is a str.
    topics = (
        "greeting",
        "help",
        *(f"help-{each}" for each in choices_of("help") if each != "more"),
    )
    said = "".join(words.say(language, key) for key in topics)  # type: ignore[arg-type]  # as above
    for phrase in told:
        assert phrase in said
        assert command_in(phrase) is not None, phrase
    for name, choices in (("voice", "on off"), ("language", "bn en"), ("length", "short long")):
        for choice in choices.split():
            button = words.say(language, f"button-{name}-{choice}")  # type: ignore[arg-type]  # as above
            assert command_in(button) == Intent(name, choice)  # type: ignore[arg-type]  # as above
