"""What people have put into a PDF: values and ticks of its form, and remarks."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from models.read.pdf_text import Box, placed
from models.values import Line

TICKED, NOT_TICKED, REMARK = "☑", "☐", "✎"
"""What stands for a ticked box, for one that is not, and before a remark."""
_MOST = 500
"""Fields and remarks of a page."""
_LONGEST = 2_000
"""Letters of one."""


def filled_in(page: Any, form: Any, size: tuple[int, int]) -> list[Line]:
    """The values of the page's fields and whether its boxes are ticked, each where it stands.

    As the form holds them: a field's own picture may be missing or old.
    """
    import pypdfium2.raw as pdfium

    lines: list[Line] = []
    if form is None:
        return lines
    for annotation, box in _annotations(page, size, (pdfium.FPDF_ANNOT_WIDGET,)):
        kind = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
        if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
            ticked = pdfium.FPDFAnnot_IsChecked(form, annotation)
            lines.append(Line(TICKED if ticked else NOT_TICKED, 1.0, box))
        elif kind in (
            pdfium.FPDF_FORMFIELD_TEXTFIELD,
            pdfium.FPDF_FORMFIELD_COMBOBOX,
            pdfium.FPDF_FORMFIELD_LISTBOX,
        ):
            value = _string(
                lambda at, size, of=annotation: pdfium.FPDFAnnot_GetFormFieldValue(
                    form, of, at, size
                )
            )
            lines += _spread(value, box)
    return lines


def beside(labels: Sequence[Line], filled: Sequence[Line]) -> list[Line]:
    """The lines with each value after the label to its left, each tick before its own label."""
    told = list(labels)
    for line in filled:
        tick = line.text in (TICKED, NOT_TICKED)
        near = [
            (_gap(line.box, each.box), at)
            for at, each in enumerate(told)
            if _same_row(line.box, each.box) and (tick or each.box[0] < line.box[0])
        ]
        if not near:
            told.append(line)
            continue
        _, at = min(near)
        label = told[at]
        text = f"{line.text} {label.text}" if tick else f"{label.text} {line.text}"
        sides = list(zip(label.box, line.box, strict=True))
        around = (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))
        told[at] = Line(text, 1.0, around)
    return told


def _same_row(one: Box, other: Box) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared >= 0.5 * min(one[3] - one[1], other[3] - other[1])


def _gap(one: Box, other: Box) -> float:
    return max(one[0] - other[2], other[0] - one[2], 0.0)


def remarks_of(page: Any, size: tuple[int, int]) -> tuple[list[Line], list[Line]]:
    """Remarks that are written on the page, and those that lie under a mark on it."""
    import pypdfium2.raw as pdfium

    written, marked = [], []
    under = (
        *(pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE),
        *(pdfium.FPDF_ANNOT_SQUIGGLY, pdfium.FPDF_ANNOT_STRIKEOUT, pdfium.FPDF_ANNOT_CARET),
    )
    for annotation, box in _annotations(page, size, (pdfium.FPDF_ANNOT_FREETEXT, *under)):
        text = _string(
            lambda at, size, of=annotation: pdfium.FPDFAnnot_GetStringValue(
                of, b"Contents", at, size
            )
        )
        if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_FREETEXT:
            written += _spread(text, box)
        elif text.strip():
            marked.append(Line(f"{REMARK} {' '.join(text.split())}", 1.0, box))
    return written, marked


def _annotations(
    page: Any, size: tuple[int, int], kinds: tuple[int, ...]
) -> Iterator[tuple[Any, Box]]:
    """Those of some kinds that are shown, and where."""
    import pypdfium2.raw as pdfium

    hidden = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        with _held(pdfium.FPDFPage_GetAnnot(page, index)) as annotation:
            if annotation is None or pdfium.FPDFAnnot_GetSubtype(annotation) not in kinds:
                continue
            rect = pdfium.FS_RECTF()
            if pdfium.FPDFAnnot_GetFlags(annotation) & hidden:
                continue
            if pdfium.FPDFAnnot_GetRect(annotation, rect):
                box = (rect.left, rect.bottom, rect.right, rect.top)
                yield annotation, placed(page, size, box)


@contextmanager
def _held(annotation: Any) -> Iterator[Any]:
    import pypdfium2.raw as pdfium

    try:
        yield annotation or None
    finally:
        if annotation:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _string(get: Any) -> str:
    """What pdfium gives in UTF-16: asked for its length first."""
    import pypdfium2.raw as pdfium

    length = min(get(None, 0), 2 * _LONGEST)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    get(ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _spread(text: str, box: Box) -> list[Line]:
    """The lines of a text, one below the other in its box."""
    lines = [" ".join(line.split()) for line in text.replace("\r", "\n").split("\n")]
    lines = [line for line in lines if line]
    x0, y0, x1, y1 = box
    high = (y1 - y0) / max(len(lines), 1)
    return [
        Line(line, 1.0, (x0, y0 + high * at, x1, y0 + high * (at + 1)))
        for at, line in enumerate(lines)
    ]
