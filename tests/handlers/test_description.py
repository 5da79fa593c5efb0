"""A description: what it shows · what it says · doubt · advice."""

from __future__ import annotations

import pytest

from handlers.answers.ask_model import ask
from handlers.descriptions.describe import DOUBT_BELOW, Description, describe, describe_all
from handlers.i18n.messages import Words
from memory.values import Exchange
from models.errors import NotUnderstood, ReadingSlow
from models.values import Line, Page, Picture, Turn
from tests.handlers.stub import BLUE, COLOUR, COLOUR_EN, RED, Stub

WORDS = Words()
DOUBT = WORDS.say("bn", "doubt")
UNTRANSLATED = WORDS.say("bn", "untranslated")


async def picture(stub: Stub, data: bytes = RED) -> Picture:
    return await stub.open_picture(data)


async def test_the_caption_is_translated_and_ended() -> None:
    stub = Stub()
    description = await describe(stub, await picture(stub), "bn", "short", WORDS)
    assert description.caption_en == "a red circle"
    assert description.said() == "একটি লাল বৃত্ত।"


async def test_a_caption_that_could_not_be_translated_is_said_in_english_and_says_so() -> None:
    stub = Stub()
    description = await describe(stub, await picture(stub, b"a dog"), "bn", "short", WORDS)
    assert description.said() == f"A dog. {UNTRANSLATED}"


async def test_little_confidence_is_said() -> None:
    stub = Stub()
    stub.confidence = DOUBT_BELOW - 0.01
    description = await describe(stub, await picture(stub), "bn", "short", WORDS)
    assert description.said() == f"একটি লাল বৃত্ত।\n{DOUBT}"


async def test_the_demonstrations_honest_answer_is_not_doubted() -> None:
    stub = Stub()
    stub.confidence = 0.1
    unknown = await picture(stub, b"nothing that i know")
    assert (await describe(stub, unknown, "bn", "short", WORDS)).doubt == ""


async def test_several_keep_their_order() -> None:
    stub = Stub()
    pictures = [await picture(stub, data) for data in (BLUE, RED)]
    found = await describe_all(stub, pictures, "en", "short", WORDS)
    assert [description.said() for description in found] == ["A blue square.", "A red circle."]


def test_the_order_is_always_the_same() -> None:
    description = Description(
        "একটি দোকান", "a shop", "খোলা", "সন্দেহ।", "পরামর্শ।", "bn", writing="লেখা আছে: “খোলা”।"
    )
    assert description.said() == "একটি দোকান।\nলেখা আছে: “খোলা”।\nসন্দেহ।\nপরামর্শ।"


async def test_a_question_goes_into_english_and_its_answer_back() -> None:
    stub = Stub()
    exchange = await ask(stub, [await picture(stub)], (), COLOUR, "bn", WORDS)
    assert exchange == Exchange(COLOUR_EN, "red", COLOUR, "লাল")


async def test_a_follow_up_builds_on_what_the_model_said_and_on_no_rule() -> None:
    """The text does not tell them apart: a model may say nothing, and a rule may speak English."""
    stub = Stub()
    before = [
        Exchange("what is it?", "", "এটা কী?", "", by="model"),
        Exchange("", "shop", "কী লেখা?", "shop", by="rule"),
        Exchange("whose is it?", "mine", "কার?", "আমার", by="person"),
    ]
    await ask(stub, [await picture(stub)], before, COLOUR, "bn", WORDS)
    assert stub.asked[-1].history == (Turn("what is it?", ""), Turn("whose is it?", "mine"))


async def test_an_english_question_gets_its_mark_and_a_bangla_answer() -> None:
    stub = Stub()
    exchange = await ask(stub, [await picture(stub)], (), "What colour", "bn", WORDS)
    assert (exchange.question_en, exchange.answer) == ("What colour?", "লাল")


async def test_an_answer_that_could_not_be_translated_says_so() -> None:
    stub = Stub()
    stub.answers[COLOUR_EN] = "teal"
    exchange = await ask(stub, [await picture(stub)], (), COLOUR, "bn", WORDS)
    assert exchange.answer == f"Teal. {UNTRANSLATED}"


async def test_a_doubtful_answer_says_so() -> None:
    stub = Stub()
    stub.confidence = 0.2
    exchange = await ask(stub, [await picture(stub)], (), COLOUR, "bn", WORDS)
    assert exchange.answer == "হয়তো লাল"
    stub.answers[COLOUR_EN] = "unanswerable"
    exchange = await ask(stub, [await picture(stub)], (), COLOUR, "bn", WORDS)
    assert exchange.answer == WORDS.say("bn", "answer-not-shown")


async def test_an_answer_without_words_is_not_said() -> None:
    stub = Stub()
    stub.answers[COLOUR_EN] = " . "
    with pytest.raises(NotUnderstood):
        await ask(stub, [await picture(stub)], (), COLOUR, "bn", WORDS)


async def test_a_caption_without_words_becomes_advice() -> None:
    stub = Stub()
    description = await describe(stub, await picture(stub, b""), "bn", "short", WORDS)
    assert description.said() == WORDS.say("bn", "nothing-made-out")


async def test_the_writing_is_told_and_what_fails_to_be_read_is_no_loss() -> None:
    stub = Stub()
    stub.written = Page((Line("সাবধান", 0.95, (0.3, 0.3, 0.7, 0.5)),))
    description = await describe(stub, await picture(stub), "bn", "short", WORDS)
    assert description.said() == "একটি লাল বৃত্ত।\nলেখা আছে: “সাবধান”।"
    assert description.text == "সাবধান"
    stub.written = ReadingSlow()
    description = await describe(stub, await picture(stub), "bn", "short", WORDS)
    assert description.said() == "একটি লাল বৃত্ত।"
