"""Opposites and negations: does a translation say left for left, red for red, and "not" for "not"?

Only what is swapped counts, not what is left out: a term of the source is missing, and another of
its group is there that the source has not.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from itertools import groupby
from pathlib import Path

from models.text.script import BANGLA, BANGLA_LETTER, compiled, plain

_ENDING = (
    "(?:টি|টা|টুকু|খানা|গুলো|গুলি|গুলা|পাশ|দিক|রঙ|রং)?"
    "(?:র|ের|এর|ে|এ|য়|য়ে|তে|েতে|কে|রা|ও|ই|েও|েই|রই|রও|েরই|েরও|তেই|য়েই)?"
)
# A term that is denied is not said: "not red", লাল নয়.
_DENIED = compiled(rf"\s+(?:না|নয়|নেই|নাই|নি|নন|হয়নি|ছিল না|হয় না|করা হয়নি)(?![{BANGLA}])")
_DENIES = re.compile(
    r"(?:\b(?:not|never|no|nor|\w+n't)(?: (?:a|an|the|on|in|at|to|very|fully))*"
    r"|\bneither(?: \w+)?) $",
    re.IGNORECASE,
)
Term = tuple[str, str]


@cache
def _table(column: str) -> tuple[re.Pattern[str], dict[str, set[Term]]]:
    """What finds every word of the table, longest first, and the terms that each stands for."""
    terms: dict[str, set[Term]] = {}
    with Path(__file__).with_name("opposites.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            for word in row[f"in {column}"].split("|"):
                known = terms.setdefault(plain(word).lower(), set())
                known |= {(row["group"], row["term"])} if row["group"] else set()
    # By first letters: the pattern is tried at every word.
    ordered = sorted(terms, key=lambda word: (word[0], -len(word)))
    words = "|".join(
        f"{re.escape(letter)}(?:{'|'.join(re.escape(word[1:]) for word in group)})"
        for letter, group in groupby(ordered, key=lambda word: word[0])
    )
    if column == "English":
        return re.compile(
            rf"(?<![A-Za-z'-])(?!(?<=\d)\w)(?=[A-Za-z0-9°℃℉])({words})(?![\w'])", re.IGNORECASE
        ), terms
    # "র পরে" follows a word; all others are words of their own.
    return compiled(
        rf"(?:(?<![{BANGLA_LETTER}\d])|(?=র ))(?=[{BANGLA}0-9°])"
        rf"({words}){_ENDING}(?![{BANGLA_LETTER}])"
    ), terms


def _terms(text: str) -> tuple[set[Term], set[Term]]:
    """The terms that a text says, and those that it denies."""
    said: set[Term] = set()
    denied: set[Term] = set()
    for column in ("English", "Bangla"):
        pattern, terms = _table(column)
        for found in pattern.finditer(text):
            not_so = (
                _DENIES.search(text, max(0, found.start() - 30), found.start())
                if column == "English"
                else _DENIED.match(text, found.end())
            )
            (denied if not_so else said).update(terms[found[1].lower()])
    return said, denied


def _opposites(of: set[Term], among: set[Term]) -> list[tuple[str, str]]:
    return [
        (one, other)
        for group, one in sorted(of)
        for g, other in sorted(among)
        if g == group and other != one
    ]


_EN_NOT = re.compile(
    r"\b(?:not|cannot|never|none|nobody|nothing|nowhere|neither|nor|without)\b|n't\b"
    r"|\bno\b(?! ?\.? ?\d)|[a-z]-free\b",
    re.IGNORECASE,
)
# What Bangla may say with a "not" of its own, and English without one.
_EN_NEARLY = re.compile(
    r"\bun(?!der|til|it|iv|iq|iform|ion)[a-z]{3,}|less\b|\b(?:non|dis|mis)-?[a-z]{4,}"
    r"|\b(?:in(?:visib|comp|corr|act|accur|adeq|abil|cap|depend|dir|edib|secur|suff|val)"
    r"|im(?:poss|prop|perf|mat|mob)|ir(?:reg|rel)|il(?:leg|log))\w+"
    r"|\b(?:lack|absen|miss|fail|refus|den[yi]|avoid|prevent|stop|prohibit|forb[ia]d|difficult"
    r"|exclu|reject|oppos|blurr|illegib|hid|forg[eo]t|hardl|rare|scarce|seldom|barel)\w*"
    r"|\b(?:barefoot|blank|gone|except|but|only|until|till|unless|hard|few|little|ban(?:ned|s)?|free|off"
    r"|closed|empty|out|expired|dead|lost|alone|instead|too|against|whether|if|or|zero|away|wrong"
    r"|bad|poor|dark|vague|faint|bare|naked|raw|sad|upset|weak|ill|sick|broken|damaged|faulty"
    r"|rotten|stale|spoiled|dim|dull|taken|occupied|busy|full|crowded|blocked|stuck|sold)\b",
    re.IGNORECASE,
)
# নয় is also nine, of what follows.
_NOT_NINE = "(?:যে|কিন্তু|বরং|তবে|বলে|এমন|এবং|আর|কি|কী|তো|বা|ও|শুধু|মোটেই|কোনো)"
_EN_IDLE = re.compile(
    r",? ?\b\w+n't (?:it|he|she|they|you|we|there|that|this|i)\s*\?"
    r"|\bwhy (?:don't|doesn't|not)\b|\bno matter\b",
    re.IGNORECASE,
)
_BN_NOT = compiled(
    rf"(?<![{BANGLA_LETTER}])(?:না|নেই|নাই|নয়(?!\s[{BANGLA_LETTER}])|নয়(?=\s{_NOT_NINE})|নহে|নন|নও|নই|নি"
    rf"|(?:করি|দেখি|শুনি|বুঝি|পারি|আসি|বলি|জানি|খুলি|মুছি|রাখি|লিখি|পড়ি|চিনি|ধরি|খুঁজি|ভুলি|বসি|উঠি|ছাড়ি|ফেলি|কিনি|পাঠাই|পাই|খাই|যাই|চাই|হই|দিই|নিই|কর|বল|দেখ)নি"
    rf"|[{BANGLA_LETTER}]+(?:েনি|ননি|য়নি))(?:ই|ও|তো|কো)?(?![{BANGLA_LETTER}])"
)
_BN_NEARLY = compiled(
    rf"ছাড়া|বিহীন|হীন|ব্যতীত|বাদে|ব্যতিরেকে|বিনা|মুক্ত|নিষেধ|নিষিদ্ধ|বারণ|মানা|শূন্য|খালি|ফাঁকা|বন্ধ|নেভা"
    rf"|বিরত|অভাব|কিনা|কি না|নাকি|নইলে|নাহলে|কেননা|ফ্রি"
    rf"|মেয়াদ (?:আছে|রয়েছে|ঠিক|বাকি)|ব্যর্থ|অস্বীকার|প্রত্যাখ্যান|কঠিন"
    rf"|(?<![{BANGLA_LETTER}])(?:নির|নিঃ|নিষ্|বে|গর)[ক-হ]"
    rf"|(?<![{BANGLA_LETTER}])অ(?:সম্ভব|নিরাপদ|পরি|স্প|জানা|চেনা|ক্ষম|সমর্থ|নুপ|বৈধ|দৃশ্য|বিবা|সম্পূর্ণ|যোগ্য|স্বাভ|প্রয়|প্রয়|বিশ্ব|সুস্থ"
    rf"|নিচ্ছ|নিশ্চ|নাবৃত|নাহার|পর্যাপ্ত|শান্ত|শিক্ষি|সচল|চল|ব্যবহৃত|যথা|সৎ|সমান|সঠিক|ভিন্ন|খোলা|পঠিত|প্রাপ্ত|গ্রহণ)"
)
# A "না" that denies nothing: "say it, please", "or", "isn't it", "until", "otherwise", "whatever".
_BN_IDLE = compiled(
    rf"(?:[{BANGLA_LETTER}]+ুন|দিন|নিন|দাও|নাও|বলো|দেখো|দেখি|শোনো|পড়ো) না(?=\W*$)"
    rf"|(?:তাই|কি|কী|কেন|হোক|যেন|যত|যতক্ষণ|আর|তা|কোনো|কিছু) না(?![{BANGLA_LETTER}])(?! )"
    rf"|([{BANGLA_LETTER}]+) না \1|না কোনো"
    rf"|[,—-] ?না(?=\W*$)|না হলে|না পর্যন্ত|না যতক্ষণ|তা না|কেন না|না কেন"
)
_BN_ASKS_SO = re.compile(r" না\s*\?\W*$")
_BN_ASKS = compiled(r"\?|(?:^| )(?:কি|কী|কোন)(?: |$)")


def negated(text: str) -> bool:
    """Whether anything is denied in the text, in either language."""
    return bool(_EN_NOT.search(_EN_IDLE.sub(" ", text)) or _BN_NOT.search(_BN_IDLE.sub(" ", text)))


def changed(source: str, translation: str) -> list[str]:
    """Terms that became their opposites, and a "not" that was lost or added, for the log."""
    texts = plain(source), plain(translation)
    (there, not_there), (here, not_here) = map(_terms, texts)
    found = [f"swapped: {one} for {other}" for other, one in _opposites(there - here, here - there)]
    # "Not open" is also said as "closed".
    if not (_opposites(not_there, here) or _opposites(not_here, there)):
        if _unanswered(*texts):
            found.append("lost: a negation")
        if _unanswered(*reversed(texts)):
            found.append("new: a negation")
    return found


def _unanswered(one: str, other: str) -> bool:
    if (
        not negated(_BN_ASKS_SO.sub("?", one))
        or negated(other)
        or _EN_NEARLY.search(other)
        or _BN_NEARLY.search(other)
    ):
        return False
    # খোলা না বন্ধ? asks "or".
    return not (_BN_ASKS.search(one) and re.search(r"\bor\b", other, re.IGNORECASE))
