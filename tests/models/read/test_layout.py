"""Pieces of lines become lines in reading order."""

from __future__ import annotations

from models.read.layout import Piece, ordered
from models.values import Line


def piece(text: str, x: int, y: int, wide: int | None = None) -> Piece:
    """A piece 20 pixels high, 10 wide for each letter."""
    box = (float(x), float(y), float(x + (wide or 10 * len(text))), float(y + 20))
    return Piece(box, Line(text, 0.95, box))


def read(*pieces: Piece) -> list[str]:
    return [line.text for line in ordered(pieces)]


def test_columns_are_read_one_after_the_other() -> None:
    assert read(
        piece("night train leaves", 400, 2),
        piece("day train leaves", 0, 0),
        piece("at seven sharp", 0, 40),
        piece("at ten sharp", 400, 41),
    ) == ["day train leaves", "at seven sharp", "night train leaves", "at ten sharp"]


def test_a_headline_across_two_columns_comes_before_both() -> None:
    assert read(
        piece("bridge over the river opened", 0, 0, 560),
        piece("the minister said", 0, 40),
        piece("people from both", 400, 42),
        piece("that it took years", 0, 80),
        piece("banks came to see", 400, 79),
        piece("and much money", 0, 120),
        piece("the first bus", 400, 119),
        piece("sports on page nine", 0, 180, 560),
    ) == [
        "bridge over the river opened",
        "the minister said",
        "that it took years",
        "and much money",
        "people from both",
        "banks came to see",
        "the first bus",
        "sports on page nine",
    ]


def test_a_list_is_read_with_its_prices_row_by_row() -> None:
    assert read(
        piece("milk tea hot", 0, 0),
        piece("৳25", 400, 0),
        piece("black tea hot", 0, 40),
        piece("৳10", 400, 40),
    ) == ["milk tea hot ৳25", "black tea hot ৳10"]
    assert read() == []
