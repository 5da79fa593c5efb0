"""Barcodes and QR codes, by zxing-cpp: their content is told, never followed."""

from __future__ import annotations

from models.values import Code, Picture


def find(picture: Picture) -> tuple[Code, ...]:
    """The codes on the picture, from top to bottom."""
    import zxingcpp  # a compiled library

    found = zxingcpp.read_barcodes(picture.image)
    codes = []
    for code in found:
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        across, down = [corner.x for corner in corners], [corner.y for corner in corners]
        box = (float(min(across)), float(min(down)), float(max(across)), float(max(down)))
        codes.append(Code(str(code.format), code.text, box))
    return tuple(sorted(codes, key=lambda code: (code.box[1], code.box[0])))
