"""What people do with a PDF, over HTTP: read on, ask, translate, in short, one file to keep."""

from __future__ import annotations

import pytest

from bot.trial.bot_api.person import SimulatedPerson
from bot.trial.bot_api.state import Json
from tests.bot.conftest import Start
from tests.models.read.papers import paper, text

BILL = (
    "City Power Company Limited",
    "Customer name: Rahim Uddin",
    "Bill date: 12/03/2026",
    "a red circle",
    "Last date of payment, valid till 30/11/2026",
    "Grand total: 4,500 taka",
    "Phone: 01712-345678",
)


def bill() -> bytes:
    return paper("".join(text(line, 60, 780 - 30 * at) for at, line in enumerate(BILL)))


async def asked(person: SimulatedPerson, said: str, about: Json | None = None) -> str:
    sent = await person.send_text(said, reply_to=about)
    return str((await person.reply(sent, "text"))["text"])


@pytest.mark.parametrize(
    ("language", "questions"),
    [
        ("bn", ("মোট কত?", "মেয়াদ কবে?", "কার নামে?", "ফোন নম্বর কত?")),
        (
            "en",
            (
                "What is the total?",
                "When does it expire?",
                "Whose name?",
                "What is the phone number?",
            ),
        ),
    ],
)
async def test_what_a_pdf_says_is_answered_with_the_line_it_stands_in(
    house: Start, language: str, questions: tuple[str, ...]
) -> None:
    running = await house()
    rina = running.standin.person(language_code=language)
    sent = await rina.send_document(bill(), "bill.pdf", "application/pdf", caption="বিল ২০২৬")
    read = await rina.reply(sent, "text")
    for question, line in zip(questions, (BILL[5], BILL[4], BILL[1], BILL[6]), strict=True):
        assert f"“{line}”" in await asked(rina, question)
    # A reply to what was read is about the same file.
    assert f"“{BILL[5]}”" in await asked(rina, questions[0], read)
    short = await asked(rina, "সংক্ষেপে" if language == "bn" else "in short", sent)
    assert f"“{BILL[0]}”" in short
    assert f"“{BILL[5]}”" in short
    assert BILL[3] not in short
    assert "PDF" in await asked(rina, "চশমাটা কোথায়?" if language == "bn" else "where are my keys?")


@pytest.mark.parametrize(
    ("language", "order"), [("bn", "এটার বাংলা কী?"), ("en", "translate it to bangla")]
)
async def test_a_pdf_is_told_verbatim_and_then_translated(
    house: Start, language: str, order: str
) -> None:
    running = await house()
    rina = running.standin.person(language_code=language)
    data = paper(text("a red circle above a blue square", 60, 700))
    sent = await rina.send_document(data, "bill.pdf", "application/pdf")
    await rina.reply(sent, "text")
    told = (await asked(rina, order, sent)).splitlines()
    assert told[0] == "a red circle above a blue square"
    assert "লাল বৃত্ত" in "\n".join(told[1:])


@pytest.mark.parametrize(
    ("language", "order"), [("bn", "অডিও ফাইল দিন"), ("en", "send me an audio file")]
)
async def test_a_pdf_is_kept_as_one_audio_file(house: Start, language: str, order: str) -> None:
    running = await house()
    rina = running.standin.person(language_code=language)
    sent = await rina.send_document(bill(), "bill.pdf", "application/pdf")
    await rina.reply(sent, "text")
    wanted = await rina.send_text(order, reply_to=sent)
    audio = (await rina.reply(wanted, "audio"))["audio"]
    assert audio["duration"] > 5


async def test_only_page_and_a_number_is_a_page(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    # No page 2026.
    sent = await rina.send_document(bill(), "bill.pdf", "application/pdf", caption="২০২৬ সালের বিল")
    assert BILL[5] in str(await rina.reply(sent, "text"))
    for caption in ("পাতা ১২", "12", "page 12"):
        sent = await rina.send_document(bill(), "bill.pdf", "application/pdf", caption=caption)
        assert (await rina.reply(sent, "text"))["text"] == "এই PDF-এ পাতা আছে ১টি।"
