"""`chokh evaluate DATASET`: how often answers are right, wrong, doubted or not given."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bot.cli.evaluate import datasets
from bot.cli.evaluate.scoring import Graded, Row, accuracy, is_doubted, outcome, table
from bot.cli.shared.report import complain
from bot.cli.shared.terminal import (
    open_photo,
    opened_engine,
    print_json,
    progress_bar,
    terminal,
    told_where,
)
from bot.errors import Complaint
from bot.terminal import say
from handlers.answers.ask_model import ask
from handlers.i18n.messages import Words
from handlers.second_look.compare import abstains
from handlers.transport.csv_cell import cell
from models.errors import BadPicture, BadText, NotUnderstood

if TYPE_CHECKING:
    from bot.cli.evaluate.datasets import Dataset, Question
    from bot.settings import Settings
    from memory.values import Consent, Exchange
    from models.abilities import Abilities
    from models.values import Language, Picture

SHAPES = "shapes"
ENDINGS = (".csv", ".md", ".json")
_CHECKOUT = Path(__file__).parents[3]
_COLUMNS = tuple(field.name for field in fields(Row))
_WORDS = Words()


@dataclass(frozen=True)
class Answered:
    """A question that was asked. answer: "" where there was none."""

    photo: str
    language: Language
    question: str
    expected: Sequence[str]
    answer: str
    graded: Graded


def evaluate_dataset(
    settings: Settings,
    place: str,
    lang: Literal["bn", "en", "both"],
    limit: int | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Ask the data set's questions; print the table, and write it where `out` says."""
    language = settings.replies.language
    if out is not None and out.suffix not in ENDINGS:
        raise Complaint(_WORDS.say(language, "evaluate-out", out=str(out)))
    languages: Sequence[Language] = ("en", "bn") if lang == "both" else (lang,)
    with terminal(language), _folder(place, language) as folder:
        try:
            found = datasets.read(folder)
        except (datasets.NoQuestions, FileNotFoundError) as error:
            said = _WORDS.say(language, "evaluate-none", folder=place)
            raise Complaint(said) from error
        questions = datasets.sample(found.questions, limit)
        answered = asyncio.run(_ask_all(settings, found, questions, languages, as_json))
    lost = len(questions) * len(languages) - len(answered)
    if lost:
        complain(_WORDS.say(language, "evaluate-lost", count=lost))
    if not answered:
        raise SystemExit(1)
    rows = table(each.graded for each in answered)
    if out is not None:
        out.write_text(written(rows, answered, out.suffix), encoding="utf-8", newline="")
    if as_json:
        print_json(dataset=place, rows=[asdict(row) for row in rows])
    else:
        say(written(rows, answered, ".md"), end="")


def written(rows: Sequence[Row], answered: Sequence[Answered], ending: str) -> str:
    """The table as CSV, as Markdown, or as JSON with every answer beside it."""
    if ending == ".json":
        answers = [asdict(each) for each in answered]
        values = {"rows": [asdict(row) for row in rows], "answers": answers}
        return json.dumps(values, ensure_ascii=False, indent=1) + "\n"
    cells = [[str(value) for value in asdict(row).values()] for row in rows]
    if ending == ".csv":
        stream = io.StringIO()
        csv.writer(stream).writerows([_COLUMNS, *([cell(each) for each in row] for row in cells)])
        return stream.getvalue()
    widths = [max(map(len, column)) for column in zip(_COLUMNS, *cells, strict=True)]
    lines = [
        "| "
        + " | ".join(f"{each:{width}}" for each, width in zip(line, widths, strict=True))
        + " |"
        for line in (_COLUMNS, ["-" * width for width in widths], *cells)
    ]
    return "\n".join(lines) + "\n"


@contextmanager
def _folder(place: str, language: Language) -> Iterator[Path]:
    """The data set's folder; the shapes are drawn into one by the checkout that has them."""
    if place != SHAPES or Path(place).exists():
        yield Path(place)
        return
    if not (_CHECKOUT / "tests" / "shapes" / "asked.py").is_file():
        raise Complaint(_WORDS.say(language, "evaluate-no-shapes"))
    with tempfile.TemporaryDirectory(prefix="chokh-shapes-") as folder:
        command = [sys.executable, "-m", "tests.shapes.asked", folder]
        subprocess.run(command, cwd=_CHECKOUT, check=True)  # noqa: S603 - our own module
        yield Path(folder)


async def _ask_all(
    settings: Settings,
    found: Dataset,
    questions: Sequence[Question],
    languages: Sequence[Language],
    quiet: bool,
) -> list[Answered]:
    answered: list[Answered] = []
    busy = _WORDS.say(settings.replies.language, "evaluate-busy")
    async with opened_engine(settings) as engine:
        consent = await told_where(engine, settings.replies.language)
        with progress_bar(busy, quiet) as progress:
            last: tuple[Path, Picture | None] | None = None
            for place, question in enumerate(questions):
                # Several questions about a photo mostly stand together.
                if last is None or last[0] != question.photo:
                    last = question.photo, await _opened(engine, question.photo)
                for language in languages:
                    if last[1] is not None:
                        answered += await _ask(engine, last[1], question, language, found, consent)
                progress(place + 1, len(questions))
    return answered


async def _opened(engine: Abilities, photo: Path) -> Picture | None:
    try:
        return await open_photo(engine, photo)
    except (BadPicture, OSError):
        return None


async def _ask(
    engine: Abilities,
    picture: Picture,
    question: Question,
    language: Language,
    found: Dataset,
    consent: Consent,
) -> list[Answered]:
    """The question as the bot is asked it; nothing where there is none in that language."""
    text = question.text.get(language) or await _translated(engine, question, language)
    if not text:
        return []
    exchange: Exchange | None
    try:
        exchange = await ask(engine, [picture], (), text, language, _WORDS, consent)
    except (NotUnderstood, BadText):
        exchange = None
    answer, english = (exchange.answer, exchange.answer_en) if exchange else ("", "")
    doubt = _WORDS.say(language, "doubt")
    bare = answer.replace(doubt, "").strip()
    abstained = abstains(english)
    people = question.answers.get(language)
    # In English where the right answer is known only so, or nothing was answered.
    grade = accuracy(english, question.answers["en"], found.rule)
    if people is not None and language != "en" and not abstained:
        grade = accuracy(bare, people, found.rule)
    doubted = bare != answer or is_doubted(answer)
    graded = Graded(language, question.kind, outcome(grade, abstained, doubted), grade)
    expected = people or question.answers["en"]
    return [Answered(question.photo.name, language, text, expected, answer, graded)]


async def _translated(engine: Abilities, question: Question, language: Language) -> str:
    """The English question in Bangla; "" for what can't be had."""
    if language == "en" or "en" not in question.text:
        return ""
    try:
        (translation,) = await engine.translate([question.text["en"]], "en", language)
    except NotUnderstood:
        return ""
    return translation.text if translation.translated else ""
