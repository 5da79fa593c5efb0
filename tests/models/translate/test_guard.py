"""Sentences go to one provider after another until one is believed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from models.errors import ModelMissing, NotUnderstood, TranslatorDown
from models.text.script import localise
from models.translate.guard import translate
from models.translate.mask import mask, unmask
from models.translate.sentences import split
from models.values import Language, Translation


class Provider:
    """Answers from a function, and remembers what it was asked."""

    def __init__(self, answer: Callable[[str], str], name: str = "stub") -> None:
        self.name = name
        self.answer = answer
        self.asked: list[str] = []

    def translate(self, texts: Sequence[str], source: Language, target: Language) -> list[str]:
        self.asked += texts
        return [self.answer(text) for text in texts]


def saying(text: str, name: str = "stub") -> Provider:
    return Provider(lambda _: text, name)


def failing(error: Exception, name: str = "stub") -> Provider:
    def answer(_: str) -> str:
        raise error

    return Provider(answer, name)


def one(providers: Sequence[Provider], text: str, source: Language = "en") -> Translation:
    return translate(providers, [text], source, "bn" if source == "en" else "en")[0]


def test_what_the_first_provider_says_rightly_is_taken() -> None:
    first, second = saying("তিনটি কুকুর", "first"), saying("৩টি কুকুর", "second")
    assert one([first, second], "3 dogs") == Translation("তিনটি কুকুর", True, "first")
    assert second.asked == []


def test_a_refused_sentence_goes_to_the_next_provider() -> None:
    first, second = saying("৪টি কুকুর", "first"), saying("3টি কুকুর", "second")
    assert one([first, second], "3 dogs") == Translation("৩টি কুকুর", True, "second")


def test_only_the_refused_sentence_goes_on() -> None:
    right = {"A cat.": "একটি বিড়াল।", "3 dogs.": "৩টি কুকুর।"}
    first = Provider(lambda text: right[text].replace("৩", "৮"), "first")
    second = Provider(lambda text: right[text], "second")
    found = one([first, second], "A cat. 3 dogs.")
    assert found == Translation("একটি বিড়াল। ৩টি কুকুর।", True, "first+second")
    assert second.asked == ["3 dogs."]


def test_what_nobody_translates_rightly_stays_as_it_was_and_says_so() -> None:
    untranslated = Translation("3 dogs", False, "")
    assert one([saying("৪টি কুকুর"), saying("কুকুর")], "3 dogs") == untranslated
    assert one([failing(TranslatorDown("no answer"))], "3 dogs") == untranslated
    assert one([], "3 dogs") == untranslated


def test_a_provider_that_is_down_is_passed_over() -> None:
    providers = [failing(TranslatorDown("no answer")), saying("৩টি কুকুর", "second")]
    assert one(providers, "3 dogs").provider == "second"


def test_a_machine_at_fault_is_told_when_nobody_else_helps() -> None:
    missing = failing(ModelMissing("no such folder"))
    with pytest.raises(ModelMissing):
        one([missing], "3 dogs")
    assert one([missing, saying("৩টি কুকুর", "second")], "3 dogs").provider == "second"


def test_words_that_no_provider_knows_are_not_understood() -> None:
    unknown = NotUnderstood("words")
    with pytest.raises(NotUnderstood):
        one([failing(unknown, "first"), failing(unknown, "second")], "a strange dog")
    assert one([failing(unknown, "first"), saying("একটি কুকুর", "second")], "a dog").translated
    mixed = [failing(unknown, "first"), failing(TranslatorDown("no answer"), "second")]
    assert not one(mixed, "a strange dog").translated


def test_one_text_not_understood_does_not_keep_others_from_the_next_provider() -> None:
    def knows_cats(text: str) -> str:
        if "cat" not in text:
            raise NotUnderstood("words")
        return "একটি বিড়াল"

    first, second = Provider(knows_cats, "first"), saying("একটি কুকুর", "second")
    found = translate([first, second], ["a cat", "a dog"], "en", "bn")
    assert [each.provider for each in found] == ["first", "second"]


def test_numbers_and_signs_alone_ask_nobody() -> None:
    asked = saying("!")
    assert one([asked], "1,250,000") == Translation("১২,৫০,০০০", True, "")
    assert one([asked], "০১৭১১-১২৩৪৫৬", "bn").text == "০১৭১১-১২৩৪৫৬"
    assert translate([asked], ["", "৫০%"], "bn", "en")[1].text == "50%"
    assert asked.asked == []


def test_only_what_a_translator_may_break_is_asked_for_as_a_stand_in() -> None:
    delicate = 'At 9:30 "EXIT 24", call 01711-234567 or a@b.org for $17,500.'
    assert mask(delicate, "en", "bn").text == 'At 9:30 "CG47", call CG73 or CG58 for $83.'
    codes = "an iPhone and a COVID-19 test in the KV62 tomb"
    assert mask(codes, "en", "bn").text == "an CG47 and a CG73 test in the CG58 tomb"
    for plain in (
        "Two red circles above 3 blue squares in 1971.",
        "The 19th century and the 1980s, at 5am, 60km/h, 2.3 million people.",
        "A Man from Dhaka with a NASA shirt.",
    ):
        assert mask(plain, "en", "bn").text == plain
    assert mask("বোতলে Coca Cola লেখা", "bn", "en").text == "বোতলে CG47 লেখা"


@pytest.mark.parametrize("written", ["CG47", "CG৪৭", "সিজি ৪৭", "সিজি-47", "সি জি ৪৭"])
def test_a_stand_in_is_found_however_it_was_written(written: str) -> None:
    masked = mask("an iPhone", "en", "bn")
    assert masked.text == "an CG47"
    assert unmask(f"একটি {written} আছে", masked) == "একটি iPhone আছে"
    assert unmask("একটি ফোন আছে", masked) is None
    assert unmask(f"{written} {written}", masked) is None


def test_a_number_that_the_provider_breaks_comes_back_whole() -> None:
    """NLLB made 17,500 "5,500"; a number of two digits it copies."""
    breaks = Provider(lambda text: text.replace("17,500", "5,500").replace("people", "জন মানুষ"))
    assert one([breaks], "17,500 people").text == "১৭,৫০০ জন মানুষ"


def test_where_a_stand_in_gets_lost_the_bare_sentence_is_asked_for() -> None:
    def answer(text: str) -> str:
        return "17500 জন মানুষ" if "17,500" in text else "অনেক মানুষ"

    assert one([Provider(answer)], "17,500 people").text == "১৭৫০০ জন মানুষ"


def test_a_left_over_stand_in_never_reaches_a_person() -> None:
    assert not one([saying("একটি সিজি ৪৭ ও CG47 আছে")], "an iPhone").translated


def test_digits_are_of_one_kind_but_for_codes() -> None:
    assert localise("3টি, 1,234,567 এবং KV62", "bn") == "৩টি, ১২,৩৪,৫৬৭ এবং KV62"
    assert localise("৩ items", "en") == "3 items"


def test_sentences_end_where_a_reader_would_end_them() -> None:
    text = 'Dr. Lee came at 9 a.m. on Jan. 5. He said "Go. Now." It costs 3.5 taka.\nশেষ। আর না।'
    assert [sentence for sentence, _ in split(text)] == [
        "Dr. Lee came at 9 a.m. on Jan. 5.",
        'He said "Go. Now."',
        "It costs 3.5 taka.",
        "শেষ।",
        "আর না।",
    ]
    assert "".join(sentence + after for sentence, after in split(text)) == text


@pytest.mark.parametrize(
    "piece", ["1", "1,", "12,34", "million billion ", "কোটি মিলিয়ন ", "a", '"', ". "]
)
def test_five_thousand_letters_of_nonsense_are_no_fault(piece: str) -> None:
    text = (piece * 5000)[:5000]
    answers = Provider(lambda asked: asked)
    for source in ("en", "bn"):
        assert len(translate([answers], [text], source, "bn" if source == "en" else "en")) == 1
