"""Vocabulary of each language for figures, signs and abbreviations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.text import numerals_bn, numerals_en, units
from models.text.dates import BANGLA_MONTHS, ENGLISH_MONTHS
from models.text.units import Forms


@dataclass(frozen=True)
class Wording:
    """One language's words, for the rules in `rules` and `normalise`."""

    digits: tuple[str, ...]
    months: tuple[str, ...]
    to: str
    minus: str
    number: str
    by: str
    fraction: str
    per: str
    less: str
    more: str
    at_least: str
    at_most: str
    scales: str
    signs: Mapping[str, str]
    address: Mapping[str, str]
    initials: str
    currencies: Mapping[str, tuple[Forms, Forms]]
    units: Mapping[str, Forms]
    fractions: Mapping[tuple[int, int], str]
    abbreviations: Mapping[str, str] = field(default_factory=dict)


def _scales(values: Mapping[str, int]) -> str:
    return "|".join(word for word, value in values.items() if value >= 1000 and len(word) > 2)


BANGLA = Wording(
    digits=numerals_bn.names()[:10],
    months=BANGLA_MONTHS,
    to="থেকে",
    minus="মাইনাস",
    number="নম্বর",
    by="বাই",
    fraction="{d} ভাগের {n} ভাগ",
    per="প্রতি {unit} {amount}",
    less="{n} কম",
    more="{n} বেশি",
    at_least="কমপক্ষে {n}",
    at_most="সর্বোচ্চ {n}",
    scales=_scales(numerals_bn.SCALES),
    signs={"&": "এবং", "+": "প্লাস", "=": "সমান", "±": "প্লাস মাইনাস", "~": "প্রায়", "@": "অ্যাট"},
    address={".": "ডট", "@": "অ্যাট", "/": "স্ল্যাশ", "-": "হাইফেন", "_": "আন্ডারস্কোর", ":": "কোলন"},
    initials="এ|বি|সি|ডি|ই|এফ|জি|এইচ|আই|জে|কে|এল|এম|এন|ও|পি|কিউ|আর|এস|টি|ইউ|ভি|ডব্লিউ|এক্স|ওয়াই|জেড",
    currencies=units.money("bn"),
    units=units.forms("bn"),
    fractions={(1, 2): "আধা"},
    abbreviations={
        "ডা.": "ডাক্তার",
        "ডাঃ": "ডাক্তার",
        "ড.": "ডক্টর",
        "মো.": "মোহাম্মদ",
        "মোঃ": "মোহাম্মদ",
        "মু.": "মুহাম্মদ",
        "মোসা.": "মোসাম্মৎ",
        "মোসাঃ": "মোসাম্মৎ",
        "মোছা.": "মোসাম্মৎ",
        "মোছাঃ": "মোসাম্মৎ",
        "মি.": "মিস্টার",
        "অধ্যা.": "অধ্যাপক",
        "ইঞ্জি.": "ইঞ্জিনিয়ার",
        "কোং": "কোম্পানি",
        "পৃ.": "পৃষ্ঠা",
        "খ্রি.": "খ্রিস্টাব্দ",
        "খ্রিঃ": "খ্রিস্টাব্দ",
        "বি.দ্র.": "বিশেষ দ্রষ্টব্য",
        "বিঃ দ্রঃ": "বিশেষ দ্রষ্টব্য",
        "নং": "নম্বর",
        "তাং": "তারিখ",
        "রেজি.": "রেজিস্ট্রেশন",
        "রেজিঃ": "রেজিস্ট্রেশন",
        "প্রা. লি.": "প্রাইভেট লিমিটেড",
        "(প্রা.)": "প্রাইভেট",
        "(প্রাঃ)": "প্রাইভেট",
        "লি.": "লিমিটেড",
        "লিঃ": "লিমিটেড",
        "প্রা.": "প্রাইভেট",
        "প্রাঃ": "প্রাইভেট",
        "Tab.": "ট্যাবলেট",
        "Cap.": "ক্যাপসুল",
        "Syr.": "সিরাপ",
        "Syp.": "সিরাপ",
        "Inj.": "ইনজেকশন",
        "Susp.": "সাসপেনশন",
        "ট্যাব.": "ট্যাবলেট",
        "ক্যাপ.": "ক্যাপসুল",
        "সিরা.": "সিরাপ",
        "সির.": "সিরাপ",
        "ইনজে.": "ইনজেকশন",
        "ইঞ্জে.": "ইনজেকশন",
        "সাসপে.": "সাসপেনশন",
        "আ.লীগ": "আওয়ামী লীগ",
        "আ. লীগ": "আওয়ামী লীগ",
        "হি.": "হিজরি",
        "বঙ্গা.": "বঙ্গাব্দ",
        "পোঃ": "পোস্ট",
        "পো.": "পোস্ট",
        "জিঃ": "জেলা",
        "জেঃ": "জেলা",
        "উপঃ": "উপজেলা",
        "মোবা.": "মোবাইল",
        "মোবাঃ": "মোবাইল",
        "বিঃদ্রঃ": "বিশেষ দ্রষ্টব্য",
        "বৃহঃ": "বৃহস্পতি",
        "বৃহ.": "বৃহস্পতি",
        "আঃ": "আব্দুল",
        "প্রোঃ": "প্রোপ্রাইটর",
        "প্রো.": "প্রোপ্রাইটর",
        "ইং": "ইংরেজি",
        "এ/সি": "এসি",
    },
)

ENGLISH = Wording(
    digits=tuple(numerals_en.CARDINALS)[:10],
    months=ENGLISH_MONTHS,
    to="to",
    minus="minus",
    number="number",
    by="by",
    fraction="{n} over {d}",
    per="{amount} per {unit}",
    less="less than {n}",
    more="more than {n}",
    at_least="at least {n}",
    at_most="at most {n}",
    scales=_scales(numerals_en.SCALES),
    signs={"&": "and", "+": "plus", "=": "equals", "±": "plus or minus", "~": "about", "@": "at"},
    address={".": "dot", "@": "at", "/": "slash", "-": "dash", "_": "underscore", ":": "colon"},
    initials="[A-Z]",
    currencies=units.money("en"),
    units=units.forms("en"),
    fractions={
        (1, 2): "half",
        (1, 3): "a third",
        (2, 3): "two thirds",
        (1, 4): "a quarter",
        (3, 4): "three quarters",
    },
    abbreviations={
        "Dr.": "Doctor",
        "Mr.": "Mister",
        "Mrs.": "Missus",
        "Ms.": "Miz",
        "Prof.": "Professor",
        "Md.": "Mohammad",
        "Ltd.": "Limited",
        "e.g.": "for example,",
        "i.e.": "that is,",
        "etc.": "et cetera",
        "vs.": "versus",
        "approx.": "approximately",
        "Exp.": "expiry",
        "Mfg.": "manufactured",
    },
)
