"""Help by ear: short, by topic, and nothing in it that can't be typed as it is told."""

from __future__ import annotations

import re

import pytest

from handlers.i18n.messages import Words
from handlers.intents.intent import Intent
from handlers.intents.parser import parse
from handlers.intents.phrases import choices_of
from models.speak.normalise.normalise import speakable
from models.speak.voices.espeak import EspeakSpeaker
from models.values import Language
from tests.handlers.conftest import Bot
from tests.handlers.test_words import sentences

TOPICS = ("", *(f"-{topic}" for topic in choices_of("help")))
LONGEST = 20  # seconds at 150 words a minute
_TOLD: dict[Language, tuple[str, str]] = {"bn": ("লিখুন:", r"[।?\n]"), "en": ("type:", r"[.?\n]")}
# What is typed there has commas, is understood after that sentence alone, or is the person's own.
_OTHERWISE = {"classify-how", "help-things", "help-more", "forget-which", "way-how", "group-how"}
_OWN = {"order-unknown", "way-saved"}


@pytest.mark.parametrize("language", ["bn", "en"])
def test_no_part_of_the_help_takes_longer_to_hear_than_twenty_seconds(language: Language) -> None:
    speaker = EspeakSpeaker()
    for topic in TOPICS:
        text = speakable(Words().say(language, f"help{topic}", role="owner"), language)
        sound = speaker.speak(text, language, 150)
        assert len(sound.samples) / 2 / sound.rate <= LONGEST, topic


@pytest.mark.parametrize("language", ["bn", "en"])
def test_what_a_sentence_tells_to_type_is_understood_as_it_is(language: Language) -> None:
    mark, end = _TOLD[language]
    for key, variables in sentences(language).items():
        said = Words().say(language, key, **dict.fromkeys(variables, 7))
        assert not re.search(r"(?:^|\s)/\w", said), f"{key}: a command is hard to type and to hear"
        if key in _OTHERWISE | _OWN:
            continue
        for told in said.split(mark)[1:]:
            for phrase in re.split(r", (?:অথবা |or )?", re.split(end, told)[0].strip()):
                assert parse(phrase).kind != "question", f"{key}: {phrase}"


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("সাহায্য রং", "colour"),
        ("সাহায্য আপনজন", "person"),
        ("sahajjo chobi", "photo"),
        ("ভাষা নিয়ে সাহায্য করুন", "language"),
        ("help voice", "voice"),
        ("help with privacy", "privacy"),
        ("/help lists", "lists"),
    ],
)
async def test_help_is_given_by_topic(bot: Bot, text: str, topic: str) -> None:
    await bot.person().says(text)
    assert bot.texts == [bot.say(f"help-{topic}")]


async def test_a_topic_alone_is_taken_after_the_list_of_them_and_not_otherwise(bot: Bot) -> None:
    person = bot.person()
    await person.says("সাহায্য আরও")
    await person.says("খোঁজা")
    await person.says("খোঁজা")
    assert bot.texts[1] == bot.say("help-finding")
    assert bot.texts[2] != bot.say("help-finding")


def test_a_list_is_told_apart_without_a_colon() -> None:
    assert parse("কোনটি কাপ, থালা, চামচ") == Intent("classify", "কাপ, থালা, চামচ", text="কোনটি কাপ, থালা, চামচ")
    said = "প্রশ্নের তালিকা বাজার, পণ্যের নাম, মেয়াদ"
    assert parse(said) == Intent("ways", "বাজার, পণ্যের নাম, মেয়াদ", text=said)
