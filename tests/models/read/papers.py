"""PDFs written by hand, each with one thing that a text layer and the eye disagree on."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from PIL import Image

TALL = (595, 4000)


def text(said: str, x: float, y: float, size: int = 14, font: str = "F1", more: str = "") -> str:
    """A line of text, from its lower left corner. more: operators before it ("3 Tr", "1 g")."""
    escaped = said.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"q BT {more} /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET Q\n"


def picture(x: float, y: float, width: float, height: float) -> str:
    """The PDF's picture, so large, there."""
    return f"q {width} 0 0 {height} {x} {y} cm /Im Do Q\n"


def paper(
    content: str,
    *,
    image: Image.Image | None = None,
    fonts: Mapping[str, str] | None = None,
    size: tuple[float, float] = (595, 842),
    fields: Sequence[str] = (),
    remarks: Sequence[str] = (),
    page: str = "",
) -> bytes:
    """A PDF of one page. fonts: base fonts by name; fields, remarks: dictionaries of annotations;
    page: more of the page's own dictionary."""
    named = {"F1": "Helvetica", **(fonts or {})}
    first = 10
    annotations = [*fields, *remarks]
    refs = " ".join(f"{first + at} 0 R" for at in range(len(annotations)))
    form = " ".join(f"{first + at} 0 R" for at in range(len(fields)))
    font = " ".join(
        f"/{name} << /Type /Font /Subtype /Type1 /BaseFont /{base} >>"
        for name, base in named.items()
    )
    objects: dict[int, bytes] = {
        1: f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{form}] "
        f"/DA (/Helv 12 Tf 0 g) >> >>".encode(),
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents 4 0 R "
        f"/Resources << /Font << {font} >> /XObject << /Im 5 0 R >> >> "
        f"/Annots [{refs}] {page} >>".encode(),
        4: _stream("", content.encode("latin-1")),
        5: _image(image or Image.new("L", (8, 8), 255)),
    }
    for at, each in enumerate(annotations):
        objects[first + at] = each.encode()
    file = io.BytesIO(b"%PDF-1.7\n")
    file.seek(0, io.SEEK_END)
    places = {}
    for number, body in objects.items():
        places[number] = file.tell()
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start, last = file.tell(), max(objects)
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (last + 1))
    for number in range(1, last + 1):
        used = number in places
        file.write(b"%010d %05d %s \n" % (places.get(number, 0), 0, b"n" if used else b"f"))
    file.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (last + 1, start))
    return file.getvalue()


def field(value: str, x: float, y: float, kind: str = "/Tx") -> str:
    """A field of a form without a picture of its own."""
    rect = f"/Rect [{x} {y} {x + 200} {y + 18}]"
    return f"<< /Type /Annot /Subtype /Widget /FT {kind} /T (f{x}{y}) /V {value} {rect} /F 4 >>"


def tick(on: bool, x: float, y: float) -> str:
    """A box to tick."""
    state = "/Yes" if on else "/Off"
    return (
        f"<< /Type /Annot /Subtype /Widget /FT /Btn /T (t{x}{y}) /V {state} /AS {state} "
        f"/Rect [{x} {y} {x + 14} {y + 14}] /F 4 /AP << /N << /Yes 5 0 R >> >> >>"
    )


def remark(kind: str, said: str, x: float, y: float) -> str:
    """A remark of a kind ("FreeText", "Highlight", "Text")."""
    rect = f"/Rect [{x} {y} {x + 220} {y + 20}]"
    return f"<< /Type /Annot /Subtype /{kind} /Contents ({said}) /DA (/Helv 12 Tf) {rect} /F 4 >>"


def _stream(entries: str, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries.encode(), len(data), data)


def _image(image: Image.Image) -> bytes:
    entries = (
        f"/Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} "
        "/ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    return _stream(entries, image.convert("L").tobytes())
