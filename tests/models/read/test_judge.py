"""How likely a reading is right, and what of it is only a frame."""

from __future__ import annotations

import pytest

from models.read import judge
from models.read.tesseract import Word
from models.values import Line

BOX = (0.0, 0.0, 1.0, 1.0)


def words(text: str, confidence: float) -> list[Word]:
    return [Word(word, confidence, BOX) for word in text.split()]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("[৫৩-৭৩৬০)", "৫৩-৭৩৬০"),
        ("| ঢাকা মেট্রো _", "ঢাকা মেট্রো"),
        ("হামদর্দ (ওয়াকফ)", "হামদর্দ (ওয়াকফ)"),
    ],
)
def test_what_a_frame_was_taken_for_is_left_out(text: str, kept: str) -> None:
    assert judge.without_frame(text) == kept


def test_bangla_is_believed_and_what_is_read_into_latin_letters_or_brickwork_is_not() -> None:
    assert judge.bangla(words("আগামীকাল সকাল দশটায় হাসপাতালে যাব", 0.8), 0.8) > judge.SURE
    assert judge.bangla(words("18৭ 11141 5৩ £027", 0.5), 0.8) < judge.BESIDE
    assert judge.bangla(words("২৬৬", 0.6), 0.6) < judge.MAYBE
    assert judge.bangla([], 0.9) == 0.0


def test_a_pattern_and_another_script_are_no_latin_line() -> None:
    assert judge.latin("Paracetamol 500 mg", 0.97) == 0.97
    assert judge.latin("0000-", 0.9) == judge.latin("成可证可", 0.9) == 0.0


def test_a_plates_number_is_one_though_ppocr_is_sure_of_letters() -> None:
    assert judge.is_number("১৮-০৪০৭")
    assert not judge.is_number("ঢাকা ১৮")
    assert not judge.is_number("১২")


def test_a_line_is_likelier_right_beside_others_of_its_script() -> None:
    assert judge.beside(Line("১০:৪৫", 0.6, BOX)) == pytest.approx(6 / 7)
    assert judge.beside(Line("10:45", 0.6, BOX)) == 0.6
