"""Having things read, over HTTP: a notice, a PDF, a QR code, and what goes wrong with them."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from tests.bot.command import chokh, objects
from tests.bot.conftest import Start
from tests.bot.pictures import packed
from tests.data.reading.make import FOLDER, sheets
from tests.models.read.rate import error_rate
from tests.models.read.test_codes import code
from tests.models.read.test_pdf import of_pictures

TEXTS = {sheet.name: sheet.text for sheet in sheets()}

CHECK = "এ বিষয়টি কাউকে দিয়ে যাচাই করে নিন।"


def clean(name: str) -> Image.Image:
    return Image.open(FOLDER / "clean" / f"{name}.png").convert("RGB")


async def test_a_notice_is_quoted_and_read_whole_when_asked(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    sent = await rina.send_photo((FOLDER / "photo" / "notice-clinic.jpg").read_bytes())
    described = await rina.reply(sent, "text")
    asked = await rina.send_text("লেখা পড়ুন")
    read = (await rina.reply(asked, "text"))["text"]
    # It speaks of money.
    *read_out, check = read.splitlines()
    assert check == CHECK
    assert error_rate("\n".join(read_out), TEXTS["notice-clinic"]) <= 0.05
    asked = await rina.send_text("/read", reply_to=described)
    assert (await rina.reply(asked, "text"))["text"] == read
    sent = await rina.send_photo(packed(clean("sign"), "PNG"), caption="কী লেখা আছে?")
    answer = (await rina.reply(sent, "text"))["text"]
    assert error_rate("\n".join(answer.splitlines()[:5]), TEXTS["sign"]) <= 0.05


async def test_a_pdf_is_read_some_pages_at_a_time(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    names = ("sign", "label-medicine", "notice-clinic")
    data = of_pictures(*(clean(name) for name in names))
    sent = await rina.send_document(data, "bill.pdf", "application/pdf")
    read = (await rina.reply(sent, "text"))["text"].splitlines()
    assert read[0] == "পাতা ১, মোট ৩টি পাতা।"
    assert error_rate("\n".join(read[1:6]), TEXTS["sign"]) <= 0.05
    assert read[6] == "পাতা ২, মোট ৩টি পাতা।"
    assert read[-2:] == ["বাকিটা শুনতে এই PDF-এ রিপ্লাই দিয়ে লিখুন: পাতা ৩।", CHECK]
    asked = await rina.send_text("পাতা ৩", reply_to=sent)
    read = (await rina.reply(asked, "text"))["text"].splitlines()
    assert read[0] == "পাতা ৩, মোট ৩টি পাতা।"
    assert error_rate("\n".join(read[1:-1]), TEXTS["notice-clinic"]) <= 0.05
    broken = await rina.send_document(data[:200], "cut.pdf", "application/octet-stream")
    assert "নষ্ট" in (await rina.reply(broken, "text"))["text"]


async def test_a_qr_code_is_told_and_its_link_left_alone(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    page = Image.new("RGB", (500, 500), "white")
    page.paste(code("QRCode", "https://chokh.example/?pay=500"), (60, 60))
    file = io.BytesIO()
    page.save(file, "PNG")
    sent = await rina.send_photo(file.getvalue())
    assert "QR কোড আছে" in (await rina.reply(sent, "text"))["text"]
    asked = await rina.send_text("read it")
    told = await rina.reply(asked, "text")
    assert told["text"] == (
        "QR কোডে লেখা: “https://chokh.example/?pay=500”\nএটি একটি লিংক, আমি খুলিনি।"
    )


def test_the_command_line_reads_a_photo_as_json(tmp_path: Path) -> None:
    file = FOLDER / "clean" / "sign.png"
    (read,) = objects(chokh("read", str(file), "--json", folder=tmp_path).stdout)
    assert set(read) == {"photo", "text", "lines"}
    assert error_rate(read["text"], TEXTS["sign"]) <= 0.05
    assert set(read["lines"][0]) == {"text", "confidence", "box"}
    chokh("read", str(tmp_path / "no.jpg"), folder=tmp_path, code=1)
