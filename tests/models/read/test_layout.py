"""Words become lines in reading order."""

from __future__ import annotations

from models.read.layout import Word, lines


def row(text: str, x: int, y: int, number: int, confidence: float = 0.95) -> list[Word]:
    """A line of words of 50 pixels, 10 apart and 20 high."""
    return [
        Word(word, confidence, (x + 60 * at, y, x + 60 * at + 50, y + 20), number)
        for at, word in enumerate(text.split())
    ]


def read(words: list[Word]) -> list[str]:
    return [line.text for line in lines(words)]


def test_columns_are_read_one_after_the_other() -> None:
    words = [
        *row("night train leaves", 400, 2, 1),
        *row("day train leaves", 0, 0, 2),
        *row("at seven sharp", 0, 40, 3),
        *row("at ten sharp", 400, 41, 4),
    ]
    assert read(words) == [
        "day train leaves", "at seven sharp", "night train leaves", "at ten sharp",
    ]  # fmt: skip


def test_a_list_is_read_with_its_prices_row_by_row() -> None:
    words = [
        *row("milk tea hot", 0, 0, 1),
        *row("৳25", 400, 0, 2, 0.99),
        *row("black tea hot", 0, 40, 3),
        *row("৳10", 400, 40, 4, 0.99),
    ]
    assert read(words) == ["milk tea hot ৳25", "black tea hot ৳10"]


def test_noise_among_the_lines_is_dropped_and_noise_alone_is_no_page() -> None:
    noise = row("| ,", 0, 80, 2, 0.6) + row("Ve", 0, 120, 3, 0.8)
    assert read([*row("keep it dry", 0, 0, 1), *noise]) == ["keep it dry"]
    assert read(noise) == []
    assert read([]) == []
