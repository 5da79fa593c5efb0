"""Written text of a photo as it is told: verbatim, codes after it, doubtful prices marked.

Pure functions. What is read is somebody's text and nothing else: it is never a command, never a
question, never opened.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from models.text.script import ascii_digits, is_bangla

if TYPE_CHECKING:
    from handlers.i18n.messages import Words
    from models.values import Code, Language, Page

_SHORT_LINES, _SHORT_LETTERS = 3, 120
_CONFIDENT = 0.85
"""Confidence from which a line is told with a description, unasked."""
_LONGEST_CODE = 1_000  # letters
_LINK = re.compile(
    r"(?:[a-z][a-z\d+.-]*://|www\.)\S+|[\w.-]+\.(?:com|org|net|bd|gov)\b", re.IGNORECASE
)
_PRODUCT = re.compile(r"EAN|UPC|ISBN|DataBar", re.IGNORECASE)

# What is written stands between “ and ”: a mark of its own must not end it.
_INNER = str.maketrans("“”„‟", "‘’‘‘")

# Tesseract does not know ৳. Of "৳২৫" it makes "১২৫", "ট২৫", "9২৫" or three Latin capitals.
_MIXED = re.compile(r"\S*[^\W\d০-৯][০-৯]+|[0-9€$]+[০-৯]+|[€$]\S*")
_CAPITALS = re.compile(r"[A-Z][A-Za-z]{1,3}")
_LEADING_ONE = re.compile(r"[১1][০-৯0-9]{1,4}(?:[.,][০-৯0-9]{1,2})?(?:/-)?")


def written(page: Page, words: Words, language: Language) -> str:
    """All that is written, a line for a line, then the codes; "" where nothing is.

    What may be misread is told and marked: a line after it, all of them in a sentence before.
    """
    lines = [in_words(clean(line.text), words, language) for line in page.lines]
    doubtful = [line.confidence < _CONFIDENT for line in page.lines]
    amounts = list(map(amount_is_doubtful, lines))
    marks = {"amount-doubtful": amounts}
    if not all(doubtful):
        marks["line-doubtful"] = [
            doubt and not amount for doubt, amount in zip(doubtful, amounts, strict=True)
        ]
    for mark, where in marks.items():
        said = words.say(language, mark)
        lines = [f"{line} ({said})" if at else line for line, at in zip(lines, where, strict=True)]
    if lines and all(doubtful):
        lines.insert(0, words.say(language, "lines-doubtful"))
    if any(amounts):
        lines.append(words.say(language, "amounts-why"))
    return "\n".join([*lines, *(code_said(code, words, language) for code in page.codes)])


def in_words(line: str, words: Words, language: Language) -> str:
    """The line with words for the signs of a form's boxes and of a remark."""
    if line.startswith("✎"):
        return words.say(language, "remark", text=line.removeprefix("✎").strip())
    for sign, key in (("☑", "ticked"), ("☐", "not-ticked")):
        if sign in line:
            line = f"{' '.join(line.replace(sign, ' ').split())} ({words.say(language, key)})"
    return line.strip()


def in_short(page: Page, words: Words, language: Language) -> str:
    """The first lines that are read without doubt, and how to hear the rest; "" without any."""
    sure = surely(page)
    shown: list[str] = []
    for text in sure[:_SHORT_LINES]:
        if shown and sum(map(len, shown)) + len(text) > _SHORT_LETTERS:
            break
        shown.append(text)
    said = [words.say(language, "writing", text=", ".join(shown))] if shown else []
    if len(shown) < len(page.lines) or any(map(amount_is_doubtful, shown)):
        more = words.say(language, "writing-more") if shown else words.say(language, "writing-some")
        said.append(more)
    if page.codes:
        said.append(words.say(language, "codes", codes=len(page.codes)))
    return " ".join(said)


def surely(page: Page) -> list[str]:
    """The lines that are read without doubt."""
    return [clean(line.text) for line in page.lines if line.confidence >= _CONFIDENT]


def amount_is_doubtful(text: str) -> bool:
    """Whether an amount of money in the line may be misread: it is, or looks like, one after ৳.

    "দুধ চা ১২৫" may be "দুধ চা ৳২৫"; "ওজন ১২৫ গ্রাম" is a weight.
    """
    if "৳" in text:
        return True
    if not is_bangla(text):
        return False
    pieces = text.split()
    if any(_MIXED.fullmatch(piece) for piece in pieces):
        return True
    return len(pieces) > 1 and bool(
        _LEADING_ONE.fullmatch(pieces[-1])
        or (_CAPITALS.fullmatch(pieces[-1]) and all(map(is_bangla, pieces[:-1])))
    )


def code_said(code: Code, words: Words, language: Language) -> str:
    """A code's content, unchanged; a product's number digit by digit. A link stays unopened."""
    content = clean(code.content)[:_LONGEST_CODE]
    if _PRODUCT.search(code.kind) and ascii_digits(content).isdigit():
        digits = words.digits(language, " ".join(content))
        return words.say(language, "code-product", digits=digits)
    if "QR" in code.kind.upper():
        said = words.say(language, "code-qr", content=content)
    else:
        said = words.say(language, "code-other", content=content)
    if _LINK.match(content):
        said += "\n" + words.say(language, "code-link")
    return said


def clean(text: str) -> str:
    """The text on one line, without what changes how the rest is shown or ends its quotation."""
    kept = ("\u200c", "\u200d")
    return " ".join(
        "".join(
            letter if letter in kept or unicodedata.category(letter)[0] != "C" else " "
            for letter in text.translate(_INNER)
        ).split()
    )
