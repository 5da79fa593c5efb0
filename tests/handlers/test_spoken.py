"""Speech in parts, and the languages of a sentence."""

from __future__ import annotations

import pytest

from handlers.transport.voice_chunks import FIRST, REST, spoken_parts
from models.speak.language_runs import runs
from models.values import Language
from tests.handlers.conftest import Bot, Start
from tests.handlers.stub import RED


def test_a_short_text_is_one_part_and_a_long_one_is_cut_at_sentences() -> None:
    assert spoken_parts("একটি লাল বৃত্ত।\nলেখা আছে।") == ["একটি লাল বৃত্ত।\nলেখা আছে।"]
    sentence = "এটি একটি মাঝারি লম্বা বাক্য, যা বারবার আসে।"
    text = " ".join([sentence] * 40)
    parts = spoken_parts(text)
    assert " ".join(parts) == text
    assert len(parts[0]) <= FIRST
    assert all(len(part) <= REST and part.endswith("।") for part in parts)


@pytest.mark.parametrize(
    ("sentence", "language", "pieces"),
    [
        ("একটি লাল বৃত্ত।", "bn", ["bn"]),
        ("লেখা আছে Napa Extra 500 ট্যাবলেট।", "bn", ["bn", "en", "bn"]),
        ("ওজন ৫ kg হবে।", "bn", ["bn"]),
        ("It says আম here.", "en", ["en", "bn", "en"]),
        ("৫০০", "bn", ["bn"]),
    ],
)
def test_each_language_has_its_voice(
    sentence: str, language: Language, pieces: list[Language]
) -> None:
    found = runs(sentence, language)
    assert [spoken for spoken, _ in found] == pieces
    assert " ".join(piece for _, piece in found) == sentence


async def test_only_who_asks_by_voice_is_answered_by_voice(start: Start) -> None:
    bot: Bot = await start(voice="questions")
    rina = bot.person()
    await rina.shows(RED)
    assert bot.stub.spoken == []
    await rina.says("ভয়েস শুধু প্রশ্নে")
    assert bot.texts[-1] == bot.say("voice-set-questions")
    assert bot.stub.spoken == []
