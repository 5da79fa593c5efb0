"""What nobody should trust a machine in: medicine, food's dates, money, traffic. Pure functions."""

from __future__ import annotations

import re
import unicodedata

_TOPICS = (
    # Medicine: what it is, how much of it.
    r"ওষুধ|ঔষধ|অষুধ|ট্যাবলেট|ক্যাপসুল|সিরাপ|ইনজেকশন|ইনসুলিন|ইনহেলার|প্রেসক্রিপশন|মলম|ডোজ|মিলিগ্রাম"
    r"|\b(?:medicines?|medications?|tablets?|capsules?|syrup|pills?|inhaler|insulin|injection"
    r"|prescription|dos(?:e|age)|ointment|oshudh?|osudh?|oushodh)\b|\b\d+ ?mg\b",
    # How long food or anything else is good.
    r"মেয়াদ|উত্তীর্ণ|উৎপাদনের তারিখ|\bexp(?:iry|ires?|ired|iration)?\b\.?:?(?: ?date)?"
    r"|best before|use (?:by|before)"
    r"|\bmfg\b|\bmeyad\b",
    # Money.
    r"টাকা|টাকার|৳|ব্যাংক নোট|\b(?:taka|tk|banknotes?|bank notes?|money|cash|price|cheque)\b|দাম\b",
    # Traffic.
    r"ট্রাফিক|সিগন্যাল|রাস্তা পার|জেব্রা ক্রসিং|লেভেল ক্রসিং|\btraffic (?:light|signal)s?\b"
    r"|\bcross(?:ing)? (?:the |this )?(?:road|street)\b|\bzebra crossing\b|\bcrosswalk\b",
)
_TOPIC = re.compile("|".join(_TOPICS), re.IGNORECASE)
_SAID = re.compile(
    r"যাচাই|মিলিয়ে নিন|মিলিয়ে নাও|check (?:\w+ )*(?:with a person|at the shop)", re.IGNORECASE
)


def needs_a_person(*texts: str) -> bool:
    """Whether what is asked or told is something to check with a person."""
    return any(_TOPIC.search(unicodedata.normalize("NFC", text)) for text in texts)


def is_said(text: str) -> bool:
    """Whether a reply already says to check."""
    return _SAID.search(text) is not None
