"""Verb forms: their root ends where the ending begins, so that its inherent vowel falls there."""

from __future__ import annotations

from typing import Final

from models.speak.normalise.patterns import compiled

_ROOTS: Final = (
    "কর বল দেখ চল শুন শোন লিখ লেখ পড় ধর রাখ থাক মার খেল বস উঠ ওঠ নাম হাস কাঁদ কাট খুল খোল জান মান আন"
    " ফেল বেচ কিন কেন চিন চেন শিখ শেখ ভাব মিল লাগ জাগ ভাঙ ঘুর ঘোর ফির ফের সর মর পার ছাড় চড় নাচ আস ডাক"
    " ঢাক ঢুক ঢোক টান বাঁধ রাঁধ কাঁপ ঝুল ঝোল দুল জ্বল গল খুঁজ খোঁজ বুঝ বোঝ মুছ মোছ গাঁথ ছিঁড় ছেঁড় ছুঁড়"
    " বাঁচ হাঁট চাট চাপ মাপ মাখ আঁক ভাজ ভিজ সাজ বাজ হার জিত মাত মাজ ঘষ কষ চুষ পুষ পাক ফাট ফুট ফোট জুট"
    " ছুট লুট ভাগ রাগ উড় ওড় পুড় পোড় জুড় গড় নড় লড় মুড় খুঁড় ঘট রট হট কম জম ঘাম থাম পিষ মিশ মেশ বিঁধ"
    " গুঁজ ঝাড় বাড় পাড় ছাঁক ছাঁট ঝর ভর চর ফল ঢাল পাল চাল জ্বাল তুল তোল ভুল রুখ ঠেক ঠেল গিল ফুঁক বুন"
    " বোন গুন গোন জপ সঁপ ঝাঁপ পৌঁছ ডুব ডোব মেল হেল ঘেঁষ ঘাঁট দাঁড় শুক ঠক কাচ বাট বাছ যাচ চাখ চষ দম"
    " বক হাঁক ছাপ নাড় তাড় ধস ধুঁক বাঁক ভাস ফাঁস ঘের টিক টক লড় রচ দল পর"
)
_ENDINGS = "(?:ছ(?:িল)?(?:ে|েন|ি|িস|ো|াম)?|ত(?:ে|ো|াম|েন|িস)?|ল(?:ে|ো|াম|েন|ি|ুম)?|ব(?:ে|ো|েন|ি|ার)?)"
_AFTER = "(?:ই|ও|না|নি|নাই)?"
_CLOSED = compiled(
    f"^({'|'.join(sorted(set(_ROOTS.split()), key=len, reverse=True))})({_ENDINGS}{_AFTER})$"
)

# Roots that end in a vowel: only the ল, ব or ত at the end of the word has its [o].
_OPEN = compiled(
    "^(?:(?:যা|খা|পা|চা|গা|দে|নে|হ|শো|ধো|ছোঁ)ব|(?:হ|দি|নি|পে|যে)ত|আছ"
    "|(?:হ|দি|নি|গে|পে|খে|এ|ছি|শু|ধু|ছুঁ|রই|চাই|গাই|কই|বই)ল"
    f"|(?!মাতাল|উড়াল|রাখাল|বেড়াল)(?:{'|'.join(_ROOTS.split())}|পাঠ|দাঁড়|পৌঁছ|ঘুম|লাফ|দৌড়|তাক|বান|আটক|কামড়|বদল|শোন|বোঝ"
    "|লেখ|শেখ|ঘোর|ফের|খোল|তোল|মোছ|জড়|ছড়|সামল|চিব|পাল্ট)া[লব]|(?:এগো|পেরো|বেরো|ঘুমো|চিবো)[লব])$"
)
_PERFECT = compiled(r"^(.*[েি]ছ(?:িল)?|.*চ্ছ(?:িল)?)$")


def parts(word: str) -> tuple[str, str] | None:
    """The root and the ending of a verb form in which a vowel falls between them."""
    found = _CLOSED.match(word)
    return (found[1], found[2]) if found else None


def ends_open(word: str) -> bool:
    """Whether it is a verb form whose last letter keeps its vowel: করেছ, ছিল, যাব, হত."""
    return bool(_OPEN.match(word) or _PERFECT.match(word))
