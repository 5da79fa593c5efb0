"""Commands in plain words; a question that mentions them stays a question."""

from __future__ import annotations

import unicodedata

import pytest

from handlers.i18n.messages import Words
from handlers.intents.parser import Command, plain, slash

COMMANDS = {
    "ভয়েস চালু": Command("voice", "on"),
    "ভয়েস মেসেজ চালু করুন।": Command("voice", "on"),
    "চালু করুন ভয়েস": Command("voice", "on"),
    "ভয়েস চাই না": Command("voice", "off"),
    "Voice ON": Command("voice", "on"),
    "turn off voice messages": Command("voice", "off"),
    "turn voice off": Command("voice", "off"),
    "voice": Command("voice"),
    "ভাষা": Command("language"),
    "ভাষা ইংরেজি করুন": Command("language", "en"),
    "ইংরেজিতে বলুন": Command("language", "en"),
    "বাংলায় বলুন": Command("language", "bn"),
    "Bangla": Command("language", "bn"),
    "speak English please": Command("language", "en"),
    "গতি": Command("rate"),
    "গতি ১২০ করুন": Command("rate", "120"),
    "Rate: 120": Command("rate", "120"),
    "আস্তে বলুন": Command("rate", "slower"),
    "আরও ধীরে বলুন": Command("rate", "slower"),
    "একটু দ্রুত বলুন": Command("rate", "faster"),
    "speak slower": Command("rate", "slower"),
    "ছোট করে বলুন": Command("length", "short"),
    "সংক্ষেপে": Command("length", "short"),
    "বিস্তারিত বলুন": Command("detail"),
    "more detailed": Command("detail"),
    "বড় করে বলুন": Command("length", "long"),
    "দৈর্ঘ্য বিস্তারিত": Command("length", "long"),
    "সাহায্য": Command("help"),
    "সাহায্য চাই": Command("help"),
    "Help!": Command("help"),
    "help?": Command("help"),
    "শুরু": Command("start"),
    "আমার সব তথ্য দিন।": Command("export"),
    "সব নামিয়ে দিন": Command("export"),
    "Export my data": Command("export"),
    "send me all my data": Command("export"),
    "মোছো": Command("forget"),
    "delete it": Command("forget"),
    "allow 123456": Command("allow", "123456"),
    "বাদ দিন ১২৩৪৫৬": Command("remove", "123456"),
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
def test_plain_words_are_commands(text: str, command: Command) -> None:
    assert plain(text) == command
    assert plain(unicodedata.normalize("NFD", text)) == command
    assert plain(f"  {text}\n") == command


@pytest.mark.parametrize("text", QUESTIONS)
def test_questions_pass_through(text: str) -> None:
    assert plain(text) is None


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/rate 120", Command("rate", "120")),
        ("/Rate@chokh_bot\n120", Command("rate", "120")),
        ("/help", Command("help")),
        ("/start ABCD", Command("start", "ABCD")),
        ("/dance", None),
        ("/", None),
        ("// what", None),
    ],
)
def test_slash_commands(text: str, command: Command | None) -> None:
    assert slash(text) == command


@pytest.mark.parametrize("language", ["bn", "en"])
def test_what_the_sentences_tell_people_to_type_can_be_typed(language: str) -> None:
    words = Words()
    told = {
        "bn": ("সাহায্য|ভয়েস চালু|ভয়েস বন্ধ|আস্তে বলুন|দ্রুত বলুন|গতি ১২০|ছোট করে|বিস্তারিত|ইংরেজি|বাংলা"),
        "en": "help|voice on|voice off|slower|faster|rate 120|short|long|Bangla|English",
    }[language].split("|")
    said = words.say(language, "help") + words.say(language, "greeting")  # type: ignore[arg-type]  # a test's parameter is a str
    for phrase in told:
        assert phrase in said
        assert plain(phrase) is not None, phrase
    for name, choices in (("voice", "on off"), ("language", "bn en"), ("length", "short long")):
        for choice in choices.split():
            button = words.say(language, f"button-{name}-{choice}")  # type: ignore[arg-type]  # as above
            assert plain(button) == Command(name, choice)  # type: ignore[arg-type]  # as above
