"""The words that each language says for figures, signs and abbreviations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Forms = tuple[str, str]
"""What is said for one and for many; "{n}" stands where the amount goes."""


@dataclass(frozen=True)
class Wording:
    """One language's words, for the rules in `figures` and `signs`."""

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


def _same(words: Mapping[str, str]) -> dict[str, Forms]:
    """Bangla counts without a plural. Several spellings are parted by "|"."""
    return {
        spelling: (said if "{n}" in said else f"{{n}} {said}",) * 2
        for spellings, said in words.items()
        for spelling in spellings.split("|")
    }


def _plural(words: Mapping[str, str]) -> dict[str, Forms]:
    """English: "metre/metres" gives both forms; without "/" an s is added."""
    forms = {}
    for spellings, said in words.items():
        one, _, many = said.partition("/")
        for spelling in spellings.split("|"):
            forms[spelling] = (f"{{n}} {one}", f"{{n}} {many or one + 's'}")
    return forms


def _money(words: Mapping[str, tuple[str, str, str, str]]) -> dict[str, tuple[Forms, Forms]]:
    return {
        spelling: ((one, many), (cent, cents))
        for spellings, (one, many, cent, cents) in words.items()
        for spelling in spellings.split("|")
    }


_TAKA = "৳|Tk.|Tk|TK.|TK|tk.|tk|BDT|টাঃ"

BANGLA = Wording(
    digits=("শূন্য", "এক", "দুই", "তিন", "চার", "পাঁচ", "ছয়", "সাত", "আট", "নয়"),
    months=(
        *("জানুয়ারি", "ফেব্রুয়ারি", "মার্চ", "এপ্রিল", "মে", "জুন"),
        *("জুলাই", "আগস্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর"),
    ),
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
    scales="হাজার|লাখ|লক্ষ|কোটি|মিলিয়ন|বিলিয়ন",
    signs={"&": "এবং", "+": "প্লাস", "=": "সমান", "±": "প্লাস মাইনাস", "~": "প্রায়", "@": "অ্যাট"},
    address={".": "ডট", "@": "অ্যাট", "/": "স্ল্যাশ", "-": "হাইফেন", "_": "আন্ডারস্কোর", ":": "কোলন"},
    initials="এ|বি|সি|ডি|ই|এফ|জি|এইচ|আই|জে|কে|এল|এম|এন|ও|পি|কিউ|আর|এস|টি|ইউ|ভি|ডব্লিউ|এক্স|ওয়াই|জেড",
    currencies=_money(
        {
            _TAKA: ("টাকা", "টাকা", "পয়সা", "পয়সা"),
            "$|USD": ("ডলার", "ডলার", "সেন্ট", "সেন্ট"),
            "€|EUR": ("ইউরো", "ইউরো", "সেন্ট", "সেন্ট"),
            "£|GBP": ("পাউন্ড", "পাউন্ড", "পেনি", "পেনি"),
            "₹|INR|Rs.|Rs": ("রুপি", "রুপি", "পয়সা", "পয়সা"),
        }
    ),
    units=_same(
        {
            "km/h|kmph|km/hr|kph|কিমি/ঘণ্টা|কি.মি./ঘণ্টা": "ঘণ্টায় {n} কিলোমিটার",
            "mph": "ঘণ্টায় {n} মাইল",
            "m/s": "সেকেন্ডে {n} মিটার",
            "°C|° C|℃|°সে.|°সে|° সে.|° সে|ডিগ্রি সে.": "ডিগ্রি সেলসিয়াস",
            "°F|° F|℉": "ডিগ্রি ফারেনহাইট",
            "°": "ডিগ্রি",
            "%": "শতাংশ",
            "km²|km2": "বর্গকিলোমিটার",
            "m²|m2|sqm": "বর্গমিটার",
            "m³|m3": "ঘনমিটার",
            "sq ft|sq. ft.|sqft|ft²": "বর্গফুট",
            "km|KM|Km|কি.মি.|কিমি": "কিলোমিটার",
            "cm|সে.মি.|সেমি": "সেন্টিমিটার",
            "mm|মি.মি.|মিমি": "মিলিমিটার",
            "m|মি.": "মিটার",
            "ft|ft.": "ফুট",
            "inch|inches|″": "ইঞ্চি",
            "kg|KG|Kg|কে.জি.": "কেজি",
            "g|gm|gms|গ্রা.": "গ্রাম",
            "mg|মি.গ্রা.|মিগ্রা": "মিলিগ্রাম",
            "µg|μg|mcg": "মাইক্রোগ্রাম",
            "lb|lbs": "পাউন্ড",
            "oz": "আউন্স",
            "L|l|ltr|লি.": "লিটার",
            "ml|mL|ML|মি.লি.|মিলি": "মিলিলিটার",
            "kcal": "কিলোক্যালরি",
            "kWh": "কিলোওয়াট ঘণ্টা",
            "kW": "কিলোওয়াট",
            "W": "ওয়াট",
            "V": "ভোল্ট",
            "Hz": "হার্টজ",
            "GHz": "গিগাহার্টজ",
            "MHz": "মেগাহার্টজ",
            "mAh": "মিলিঅ্যাম্পিয়ার আওয়ার",
            "TB": "টেরাবাইট",
            "GB": "গিগাবাইট",
            "MB": "মেগাবাইট",
            "KB|kB": "কিলোবাইট",
            "h|hr|hrs": "ঘণ্টা",
            "min|mins": "মিনিট",
            "sec|secs": "সেকেন্ড",
            "pcs|pc": "টি",
        }
    ),
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
        "লি.": "লিমিটেড",
        "লিঃ": "লিমিটেড",
        "কোং": "কোম্পানি",
        "পৃ.": "পৃষ্ঠা",
        "খ্রি.": "খ্রিস্টাব্দ",
        "খ্রিঃ": "খ্রিস্টাব্দ",
        "বি.দ্র.": "বিশেষ দ্রষ্টব্য",
        "বিঃ দ্রঃ": "বিশেষ দ্রষ্টব্য",
        "নং": "নম্বর",
        "তাং": "তারিখ",
        "রেজি.": "রেজিস্ট্রেশন",
    },
)

ENGLISH = Wording(
    digits=("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
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
    scales="thousand|lakh|crore|million|billion",
    signs={"&": "and", "+": "plus", "=": "equals", "±": "plus or minus", "~": "about", "@": "at"},
    address={".": "dot", "@": "at", "/": "slash", "-": "dash", "_": "underscore", ":": "colon"},
    initials="[A-Z]",
    currencies=_money(
        {
            _TAKA: ("taka", "taka", "poisha", "poisha"),
            "$|USD": ("dollar", "dollars", "cent", "cents"),
            "€|EUR": ("euro", "euros", "cent", "cents"),
            "£|GBP": ("pound", "pounds", "penny", "pence"),
            "₹|INR|Rs.|Rs": ("rupee", "rupees", "paisa", "paise"),
        }
    ),
    units=_plural(
        {
            "km/h|kmph|km/hr|kph": "kilometre per hour/kilometres per hour",
            "mph": "mile per hour/miles per hour",
            "m/s": "metre per second/metres per second",
            "°C|° C|℃": "degree Celsius/degrees Celsius",
            "°F|° F|℉": "degree Fahrenheit/degrees Fahrenheit",
            "°": "degree",
            "%": "percent/percent",
            "km²|km2": "square kilometre",
            "m²|m2|sqm": "square metre",
            "m³|m3": "cubic metre",
            "sq ft|sq. ft.|sqft|ft²": "square foot/square feet",
            "km|KM|Km": "kilometre",
            "cm": "centimetre",
            "mm": "millimetre",
            "m": "metre",
            "ft|ft.": "foot/feet",
            "inch|inches|″": "inch/inches",
            "kg|KG|Kg": "kilogram",
            "g|gm|gms": "gram",
            "mg": "milligram",
            "µg|μg|mcg": "microgram",
            "lb|lbs": "pound",
            "oz": "ounce",
            "L|l|ltr": "litre",
            "ml|mL|ML": "millilitre",
            "kcal": "kilocalorie",
            "kWh": "kilowatt hour",
            "kW": "kilowatt",
            "W": "watt",
            "V": "volt",
            "Hz": "hertz/hertz",
            "GHz": "gigahertz/gigahertz",
            "MHz": "megahertz/megahertz",
            "mAh": "milliamp hour",
            "TB": "terabyte",
            "GB": "gigabyte",
            "MB": "megabyte",
            "KB|kB": "kilobyte",
            "h|hr|hrs": "hour",
            "min|mins": "minute",
            "sec|secs": "second",
            "pcs|pc": "piece",
        }
    ),
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
