import contextlib
import random
import time
import unicodedata

import pytest

from models.errors import NothingToSay
from models.speak.normalise.normalise import speakable
from models.text.script import recomposed

BANGLA = {
    "money": {
        "দাম ৳২৫": "দাম ২৫ টাকা",
        "২৫৳": "২৫ টাকা",
        "৳ ২৫.৫০": "২৫ টাকা ৫০ পয়সা",
        "মূল্য: ৪৫.০০ টাকা": "মূল্য: ৪৫ টাকা",
        "২৫/-": "২৫ টাকা",
        "Tk. 1,250,000": "১২৫০০০০ টাকা",
        "৳৫ লাখ": "৫ লাখ টাকা",
        "৳৫০-১০০": "৫০ থেকে ১০০ টাকা",
        "৳১০০০-৳১৫০০": "১০০০ থেকে ১৫০০ টাকা",
        "৳৫০/কেজি": "প্রতি কেজি ৫০ টাকা",
        "$5": "৫ ডলার",
    },
    "dates": {
        "১২/০৩/২০২৬": "১২ মার্চ ২০২৬",
        "2026-03-12": "১২ মার্চ ২০২৬",
        "১২.০৩.২০২৬": "১২ মার্চ ২০২৬",
        "০৫/০৮/২৬": "৫ আগস্ট ২০২৬",
        "মেয়াদ: ১২/২০২৬": "মেয়াদ: ডিসেম্বর ২০২৬",
        "১২/০৩/২০২৬ - ১৫/০৩/২০২৬": "১২ মার্চ ২০২৬ থেকে ১৫ মার্চ ২০২৬",
        "৩১/১৩/২০২৬": "৩১ বাই ১৩ বাই ২০২৬",
        "২৬ মার্চ ১৯৭১": "২৬ মার্চ ১৯ শো ৭১",
        "১৯৫২ সালের ২১শে ফেব্রুয়ারি": "১৯ শো ৫২ সালের একুশে ফেব্রুয়ারি",
        "১৬ই ডিসেম্বর": "ষোলোই ডিসেম্বর",
    },
    "times": {
        "৯:৩০": "৯টা ৩০ মিনিট",
        "সকাল ৯:৩০টায়": "সকাল ৯টা ৩০ মিনিটে",
        "৯:০০টায়": "৯টায়",
        "9:30 PM": "রাত ৯টা ৩০ মিনিট",
        "১৪:৩০": "দুপুর ২টা ৩০ মিনিট",
        "৯:০০-৫:০০": "৯টা থেকে ৫টা",
    },
    "units": {
        "২৫ °C": "২৫ ডিগ্রি সেলসিয়াস",
        "-৫°C": "মাইনাস ৫ ডিগ্রি সেলসিয়াস",
        "৫ km": "৫ কিলোমিটার",
        "60 km/h": "ঘণ্টায় ৬০ কিলোমিটার",
        "১০ কি.মি. দূরে": "১০ কিলোমিটার দূরে",
        "৫ কেজি": "৫ কেজি",
        "৫kg": "৫ কেজি",
        "১৫-২০%": "১৫ থেকে ২০ শতাংশ",
        "৫%–১০%": "৫ থেকে ১০ শতাংশ",
        "250ml": "২৫০ মিলিলিটার",
        "৫ মি. উঁচু": "৫ মিটার উঁচু",
        "৫ মিনিট": "৫ মিনিট",
        "৫ মি.গ্রা./দিন": "প্রতি দিন ৫ মিলিগ্রাম",
        "৫'৪\"": "৫ ফুট ৪ ইঞ্চি",
        "১০×১২ ফুট": "১০ বাই ১২ ফুট",
        "<৫ বছর": "৫ বছরের কম",
        "5G": "5G",
    },
    "ranges and signs": {
        "৫-১০": "৫ থেকে ১০",
        "৫–১০ টি": "৫ থেকে ১০ টি",
        "২-১ গোলে": "২ ১ গোলে",
        "-৫": "মাইনাস ৫",
        "২০১৯-২০": "২০১৯ থেকে ২০",
        "COVID-19": "COVID-19",
        "#৫": "নম্বর ৫",
        "ক & খ": "ক এবং খ",
        "চা/কফি": "চা বা কফি",
        "এবং/অথবা": "এবং অথবা",
        "বাড়ি ১২/৩": "বাড়ি ১২ বাই ৩",
        "লিখুন: /person, তারপর আইডি": "লিখুন: স্ল্যাশ person, তারপর আইডি",
    },
    "numbers": {
        "১২,৫০,০০০": "১২৫০০০০",
        "1,250,000": "১২৫০০০০",
        "১২৩,৪৫,৬৭,৮৯০": "১২৩ কোটি ৪৫৬৭৮৯০",
        "৫,৬,৭": "৫, ৬, ৭",
        "৩.১৪": "৩.১৪",
        "০৫ জন": "৫ জন",
        "১/২ কাপ": "আধা কাপ",
        "১½ কেজি": "দেড় কেজি",
        "২½": "আড়াই",
        "৩½": "সাড়ে ৩",
        "৩¾": "পৌনে ৪",
        "৩/৪": "৪ ভাগের ৩ ভাগ",
        "২য় শ্রেণি": "দ্বিতীয় শ্রেণি",
        "ভিটামিন B12": "ভিটামিন B12",
    },
    "digit by digit": {
        "01712345678": "শূন্য এক সাত এক দুই, তিন চার পাঁচ, ছয় সাত আট",
        "০১৭১২-৩৪৫৬৭৮": "শূন্য এক সাত এক দুই, তিন চার পাঁচ, ছয় সাত আট",
        "+8801712345678": "প্লাস আট আট শূন্য, এক সাত এক দুই, তিন চার পাঁচ, ছয় সাত আট",
        "০২-৯৫৫১২৩৪": "শূন্য দুই, নয় পাঁচ পাঁচ, এক দুই তিন চার",
        "978-984-8875-30-4": "নয় সাত আট, নয় আট চার, আট আট সাত পাঁচ, তিন শূন্য, চার",
        "007": "শূন্য শূন্য সাত",
    },
    "short forms": {
        "ডা. রহিম": "ডাক্তার রহিম",
        "ড. শহীদুল্লাহ": "ডক্টর শহীদুল্লাহ",
        "মোঃ করিম": "মোহাম্মদ করিম",
        "এ.কে.এম. ফজলুল": "এ কে এম ফজলুল",
        "বাড়ি নং ৫": "বাড়ি নম্বর ৫",
    },
    "addresses": {
        "info@example.com": "info অ্যাট example ডট com",
        "https://www.example.com/a?x=1": "example ডট com স্ল্যাশ a",
    },
    "marks": {
        "☕ হ্যালো 👍🏽": "হ্যালো",
        "**লাল** `বৃত্ত`": "লাল বৃত্ত",
        "- এক\n- দুই": "এক\nদুই",
        "[চোখ](https://x.y/z)": "চোখ",
        "“EXIT” লেখা": "EXIT লেখা",
        "ছবি (নতুন) আছে": "ছবি, নতুন, আছে",
        "ছবি ।": "ছবি।",
        "ভালো...": "ভালো।",
        "5️⃣ জন": "৫ জন",
    },
}

ENGLISH = {
    "৳25": "25 taka",
    "$1": "1 dollar",
    "Tk 25.50": "25 taka 50 poisha",
    "12,50,000": "1250000",
    "12/03/2026": "12 March 2026",
    "9:05": "9 oh 5",
    "9:30 AM": "9 30 a m",
    "1 km": "1 kilometre",
    "25°C": "25 degrees Celsius",
    "5 km/h": "5 kilometres per hour",
    "$5/kg": "5 dollars per kilogram",
    "5-10": "5 to 10",
    "-5": "minus 5",
    "1½": "1 and a half",
    "2/3": "two thirds",
    "Dr. Smith": "Doctor Smith",
    "J. K. Rowling": "J K Rowling",
    "red/blue": "red or blue",
    "it's “EXIT”": "it's EXIT",
    "a@b.com": "a at b dot com",
    "well-known — yes": "well-known, yes",
    "২৫": "25",
}


@pytest.mark.parametrize(
    ("written", "said"),
    [pair for rule in BANGLA.values() for pair in rule.items()],
)
def test_bangla_is_written_out_as_a_person_would_read_it(written, said):
    assert speakable(written, "bn") == recomposed(said)


@pytest.mark.parametrize(("written", "said"), ENGLISH.items())
def test_english_is_written_out_as_a_person_would_read_it(written, said):
    assert speakable(written, "en") == said


def test_letters_that_the_voice_would_misread_are_one_letter_each():
    decomposed = unicodedata.normalize("NFC", "গাড়ি পাহাড়ে আষাঢ়ে আয়না")
    assert "\u09bc" in decomposed
    assert "\u09bc" not in speakable(decomposed, "bn")


@pytest.mark.parametrize("text", ["", "  \n", "।", "☕👍", "...", "***", "“”", "—"])
def test_where_there_is_nothing_to_say_it_says_so(text):
    with pytest.raises(NothingToSay):
        speakable(text, "bn")


@pytest.mark.parametrize("language", ["bn", "en"])
def test_any_text_of_five_thousand_letters_is_ready_in_a_second(language):
    """No rule runs away on a text made of what the rules look for."""
    draw = random.Random(5)
    pieces = [
        *"০১২৩4567890.,:;/-–+৳$%°½#*_()[]<>\"'@ \n।",
        "ডা.",
        "http://",
        "a.b",
        "কিমি",
        "মি.",
        "Tk",
    ]
    worst = [
        *("".join(draw.choice(pieces) for _ in range(5000)) for _ in range(10)),
        *(
            piece * (5000 // len(piece))
            for piece in ("1", "1,", "1-", "1 ", "a.", "*a", "৳", "[", "0/")
        ),
    ]
    for text in worst:
        start = time.perf_counter()
        with contextlib.suppress(NothingToSay):
            assert any(letter.isalnum() for letter in speakable(text, language))
        assert time.perf_counter() - start < 1.0, text[:40]
