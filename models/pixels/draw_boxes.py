"""Drawing of numbered boxes, for someone who sees."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.values import Box, Picture

# Okabe and Ito's colours, which the colour-blind tell apart too; jfly.uni-koeln.de/color.
COLOURS = ((213, 94, 0), (0, 114, 178), (0, 158, 115), (204, 121, 167), (230, 159, 0))
LONGEST_SIDE = 1_600


def draw(picture: Picture, boxes: Sequence[Box], kind: str = "JPEG") -> bytes:
    """The picture's file with a numbered frame around each box, in order; blocking.

    At most 1,600 pixels a side, so that Telegram takes it; numbers begin at 1. kind: PIL's name
    of the file's format.
    """
    from PIL import Image, ImageDraw, ImageFont  # only where one is drawn

    image = picture.image.copy()
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    scale = image.width / picture.image.width
    thick = max(2, round(max(image.size) / 200))
    font = ImageFont.load_default(size=max(12, 7 * thick))
    pen = ImageDraw.Draw(image)
    for number, box in enumerate(boxes, start=1):
        colour = COLOURS[(number - 1) % len(COLOURS)]
        x0, y0, x1, y1 = (edge * scale for edge in box.box)
        # White around the colour: a frame is seen on any ground.
        pen.rectangle((x0 - 1, y0 - 1, x1 + 1, y1 + 1), outline="white", width=thick + 2)
        pen.rectangle((x0, y0, x1, y1), outline=colour, width=thick)
        left, top, right, bottom = pen.textbbox((0, 0), str(number), font=font)
        wide, high = right - left + 4 * thick, bottom - top + 4 * thick
        x = min(max(0.0, x0), image.width - wide)
        y = min(max(0.0, y0 - high), image.height - high)
        pen.rectangle((x, y, x + wide, y + high), fill=colour, outline="white", width=2)
        pen.text((x + 2 * thick - left, y + 2 * thick - top), str(number), fill="white", font=font)
    file = io.BytesIO()
    image.save(file, kind, quality=90)
    return file.getvalue()
