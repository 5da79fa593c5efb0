"""Web addresses, mail addresses and phone numbers, as they are found in a text."""

from __future__ import annotations

import re

from models.text.script import BANGLA

_MAIL = r"(?<![\w.%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_REST = rf"[^\s<>\"(){BANGLA}]*[^\s<>\"().,;:!?/{BANGLA}-]/?"
_DOMAIN = r"(?:[A-Za-z0-9-]{1,63}\.){1,6}(?:com|org|net|gov|edu|bd|in|io|info)"
ADDRESS = re.compile(
    rf"{_MAIL}|(?:https?://|www\.){_REST}|(?<![A-Za-z0-9.-]){_DOMAIN}\b(?:/(?:{_REST})?)?"
)
"""Without the marks of the sentence around it, nor Bangla endings."""

# Bangladesh's, with a country's plus sign, or from a zero, 9 to 11 digits in all: sure enough to
# be read out digit by digit.
PHONE = re.compile(
    rf"(?<![\d.,/A-Za-z{BANGLA}-])(?:"
    r"\+\d{1,3}(?:[\s-]?\d){7,12}"
    r"|(?:88)?01[3-9]\d{2}[\s-]?(?:\d[\s-]?){5}\d"
    r"|0\d{1,4}[\s-]\d{3,4}[\s-]?\d{3,4}"
    r")(?!\d|[.,-]\d)"
)
# Anything that may be one, and that a translator must copy.
PHONE_PERHAPS = re.compile(r"(?<![\w.,])(?:\+\d|\(?[0০]\d)[\d ()-]{5,18}\d(?![\d,.]*\d)")
