"""Barcodes and QR codes."""

from __future__ import annotations

import numpy as np
import zxingcpp
from PIL import Image

from models.read import barcodes
from models.values import Picture


def code(kind: str, content: str) -> Image.Image:
    made = zxingcpp.create_barcode(content, getattr(zxingcpp.BarcodeFormat, kind))
    return Image.fromarray(np.asarray(made.to_image(scale=4)).copy()).convert("RGB")


def test_several_codes_are_found_from_top_to_bottom() -> None:
    qr, product = code("QRCode", "চোখ: https://chokh.example/?a=1"), code("EAN13", "894110050123")
    page = Image.new("RGB", (600, 700), "white")
    page.paste(product, (40, 400))
    page.paste(qr, (40, 40))
    found = barcodes.find(Picture(page, "codes"))
    assert [(each.kind, each.content[:12]) for each in found] == [
        ("QR Code", "চোখ: https:/"),
        ("EAN-13", "894110050123"),
    ]
    assert found[0].box[3] < found[1].box[1]
