"""Datasets of photos with questions whose answers are known: ours, VizWiz's and xGQA's.

Ours: `questions.jsonl`, a line for each question: {"photo": "1.jpg", "question": {"en": …,
"bn": …}, "answer": {"en": …, "bn": …}, "kind": "colour"}, where bn and kind may be missing.
VizWiz: a list of {"image", "question", "answers": [{"answer"}]} (Gurari et al. 2018). xGQA: an
object of {"imageId", "question", "answer"} for each language, its answers all in English (Pfeiffer
et al. 2022). Photos lie in `images/` or beside the list.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.evaluate.scoring import KINDS, Kind, Rule, kind_of

if TYPE_CHECKING:
    from models.values import Language

OURS = "questions.jsonl"
_PREFERRED = ("val.json", "testdev_balanced_questions_bn.json")
_TYPES: dict[str, Kind] = {"number": "count", "yes/no": "yes/no"}
"""VizWiz's own, where the question's words don't tell."""
_SEED = 20261204
_SPLITS = ("images", "val", "test", "train")


class NoQuestions(ValueError):
    """There is no list of questions that we can read. Its text says where that was looked for."""


@dataclass(frozen=True)
class Question:
    """A question about a photo. text, answers: by language; people answered in `answers`."""

    photo: Path
    text: Mapping[Language, str]
    answers: Mapping[Language, Sequence[str]]
    kind: Kind


@dataclass(frozen=True)
class Dataset:
    """rule: how its answers are compared."""

    questions: Sequence[Question]
    rule: Rule


def read(place: Path) -> Dataset:
    """The data set in a folder, or of the file itself. Raises `NoQuestions`, OSError."""
    if place.is_dir() and (place / OURS).is_file():
        return _of(list(_ours(place / OURS)), "exact")
    for file in _lists(place):
        if file.name == OURS:
            return _of(list(_ours(file)), "exact")
        found = _json(file)
        try:
            if isinstance(found, list):
                return _of(list(_vizwiz(found, file)), "vizwiz")
            if isinstance(found, dict):
                return _of(list(_xgqa(file)), "exact")
        except (KeyError, TypeError, AttributeError):
            continue
    raise NoQuestions(str(place))


def sample(questions: Sequence[Question], limit: int | None) -> list[Question]:
    """At most `limit` of them, in their order; by chance, but always the same."""
    if limit is None or len(questions) <= limit:
        return list(questions)
    # Every n-th would miss kinds of questions, where these follow each other in turn.
    chosen = random.Random(_SEED).sample(range(len(questions)), limit)  # noqa: S311 - no secret
    return [questions[at] for at in sorted(chosen)]


def _of(questions: list[Question], rule: Rule) -> Dataset:
    if not questions:
        raise KeyError("no question that has an answer")
    return Dataset(questions, rule)


def _lists(place: Path) -> list[Path]:
    """The files that may be the list, the likeliest first."""
    if place.is_file():
        return [place]
    folders = [place, *(place / name for name in ("annotations", "Annotations"))]
    found = [
        file for folder in folders if folder.is_dir() for file in sorted(folder.glob("*.json"))
    ]
    return sorted(found, key=lambda file: file.name not in _PREFERRED)


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        return None


def _ours(file: Path) -> Iterator[Question]:
    try:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                entry = json.loads(line)
                answers = {
                    language: [said] if isinstance(said, str) else list(said)
                    for language, said in entry["answer"].items()
                }
                text = dict(entry["question"])
                kind = entry.get("kind")
                if kind not in KINDS:
                    kind = kind_of(next(iter(text.values())), next(iter(answers.values())))
                yield Question(_photo(file, entry["photo"]), text, answers, kind)
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration) as error:
        raise NoQuestions(str(file)) from error


def _vizwiz(entries: list[Any], file: Path) -> Iterator[Question]:
    for entry in entries:
        said = [each["answer"] for each in entry.get("answers", ())]
        # The test split's answers are kept by those who made it.
        if said:
            kind = kind_of(entry["question"], said)
            if kind == "other":
                kind = _TYPES.get(entry.get("answer_type"), kind)
            yield Question(
                _photo(file, entry["image"]), {"en": entry["question"]}, {"en": said}, kind
            )


def _xgqa(file: Path) -> Iterator[Question]:
    """Of one language's file and, by its side, the other's."""
    stem = file.stem.removesuffix("_bn").removesuffix("_en")
    by_language: dict[Language, dict[str, Any]] = {}
    languages: tuple[Language, ...] = ("en", "bn")
    for language in languages:
        beside = file.with_name(f"{stem}_{language}.json")
        if beside.is_file() and isinstance(found := _json(beside), dict):
            by_language[language] = found
    if not by_language:
        by_language["en"] = _json(file)
    names = dict.fromkeys(name for found in by_language.values() for name in found)
    for name in names:
        entries = {lang: found[name] for lang, found in by_language.items() if name in found}
        entry = next(iter(entries.values()))
        text = {language: each["question"] for language, each in entries.items()}
        answers = [entry["answer"]]
        image = f"{entry['imageId']}.jpg"
        kind = kind_of(entry["question"], answers)
        yield Question(_photo(file, image), text, {"en": answers}, kind)


def _photo(file: Path, name: str) -> Path:
    """Where the photo lies; in the first place that it might be, where it lies in none."""
    folders = [file.parent, file.parent.parent]
    places = [folder / split / name for folder in folders for split in _SPLITS]
    places.insert(0, file.parent / name)
    return next((place for place in places if place.is_file()), places[0])
