"""`chokh evaluate`: how answers are scored, and the whole command on small data sets."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli.evaluate import command
from bot.cli.evaluate.datasets import NoQuestions, read, sample
from bot.cli.evaluate.scoring import (
    Graded,
    Outcome,
    accuracy,
    is_doubted,
    kind_of,
    normal,
    outcome,
    table,
)
from bot.cli.shared import terminal
from bot.errors import Complaint
from bot.settings import load
from tests.bot.command import chokh
from tests.bot.pictures import packed, scene
from tests.shapes import asked
from tests.shapes.bangla import to_bangla
from tests.shapes.scene import render

TEN = ["red"] * 4 + ["dark red"] * 2 + ["Red."] + ["unanswerable"] * 3


@pytest.mark.parametrize(
    ("answer", "people", "exact", "vizwiz"),
    [
        ("Red.", TEN, 1, 1),
        ("dark red", TEN, 1, 2 / 3),
        ("blue", TEN, 0, 0),
        ("I can't see it.", TEN, 1, 1),
        ("unsuitable image", ["unsuitable"], 1, 1 / 3),
        ("a red circle", ["red circle"], 1, 1 / 3),
        ("two", ["2"], 1, 1 / 3),
        ("২টি", ["২টি"], 1, 1 / 3),
        ("দুইটি", ["২"], 1, 1 / 3),
        ("Yes, there is one.", ["yes"], 1, 1 / 3),
        ("No", ["yes"], 0, 0),
        ("হ্যাঁ।", ["হ্যাঁ"], 1, 1 / 3),
        ("হয়তো লাল।", ["লাল"], 1, 1 / 3),
        ("perhaps a red circle", ["a red circle"], 1, 1 / 3),
        ("", ["red"], 0, 0),
        ("", ["unanswerable"] * 3, 1, 1),
    ],
)
def test_an_answer_is_compared_with_those_of_people(
    answer: str, people: list[str], exact: float, vizwiz: float
) -> None:
    assert accuracy(answer, people, "exact") == exact
    assert accuracy(answer, people, "vizwiz") == pytest.approx(vizwiz)


@pytest.mark.parametrize(
    ("right", "abstained", "doubted", "counts_as"),
    [
        (1.0, False, False, "right"),
        (2 / 3, False, False, "right"),
        (1 / 3, False, False, "wrong"),
        (0.0, False, False, "wrong"),
        (1.0, False, True, "doubted"),
        (0.0, False, True, "doubted"),
        (0.0, True, False, "abstained"),
        (1.0, True, False, "right"),
    ],
)
def test_an_answer_counts_once(
    right: float, abstained: bool, doubted: bool, counts_as: Outcome
) -> None:
    assert outcome(right, abstained, doubted) == counts_as


@pytest.mark.parametrize(
    ("question", "answers", "kind"),
    [
        ("What colour is the cup?", ["red"], "colour"),
        ("এটার রং কী?", ["লাল"], "colour"),
        ("what shape is blue?", ["a circle"], "shape"),
        ("how many people are there?", ["2"], "count"),
        ("কয়টি আকৃতি আছে?", ["two"], "count"),
        ("Is it raining?", ["yes", "no"], "yes/no"),
        ("এটা কি একটা টেবিল?", ["no"], "yes/no"),
        ("what is above the blue square?", ["a red circle"], "where"),
        ("চেয়ারের বামে কী আছে?", ["table"], "where"),
        ("What does this label say?", ["rice"], "reading"),
        ("মেয়াদ কবে শেষ?", ["2027"], "reading"),
        ("What is this?", ["a cup"], "other"),
    ],
)
def test_a_question_is_of_one_kind(question: str, answers: list[str], kind: str) -> None:
    assert kind_of(question, answers) == kind


def test_doubt_and_numbers_are_heard_in_both_languages() -> None:
    assert is_doubted("হয়তো লাল।")
    assert is_doubted("It may be red.")
    assert not is_doubted("লাল।")
    assert normal("দুটো") == normal("two") == "2"


def test_the_table_counts_every_answer_once() -> None:
    graded = [
        Graded("en", "colour", "right", 1.0),
        Graded("en", "colour", "doubted", 1.0),
        Graded("en", "where", "wrong", 0.0),
        Graded("bn", "colour", "abstained", 0.0),
    ]
    rows = table(graded)
    assert [(row.language, row.kind, row.asked) for row in rows] == [
        ("en", "colour", 2),
        ("en", "where", 1),
        ("en", "all", 3),
        ("bn", "colour", 1),
        ("bn", "all", 1),
    ]
    whole = rows[2]
    assert (whole.right, whole.wrong, whole.doubted, whole.doubted_right) == (1, 1, 1, 1)
    assert whole.accuracy == pytest.approx(2 / 3, abs=1e-3)


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shapes")
    asked.write(folder, scenes=4)
    return folder


def test_drawn_scenes_are_answered_rightly_in_both_languages(shapes: Path) -> None:
    out = shapes / "table.csv"
    done = chokh("--preset", "shapes", "evaluate", str(shapes), "--out", str(out), folder=shapes)
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    kinds = ["colour", "shape", "count", "yes/no", "where", "other", "all"]
    assert [(row["language"], row["kind"]) for row in rows] == [
        (language, kind) for language in ("en", "bn") for kind in kinds
    ]
    for whole in (row for row in rows if row["kind"] == "all"):
        assert int(whole["asked"]) == 24
        assert int(whole["right"]) >= 21
        counted = sum(int(whole[each]) for each in ("right", "wrong", "doubted", "abstained"))
        assert counted == 24
    assert done.stdout.startswith("| language | kind")


def test_the_drawn_scenes_are_the_default_in_the_source_folder(tmp_path: Path) -> None:
    out = tmp_path / "answers.json"
    options = ("--lang", "en", "--limit", "6", "--out", str(out))
    done = chokh("--preset", "shapes", "evaluate", *options, folder=tmp_path)
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["rows"][-1]["asked"] == len(written["answers"]) == 6
    assert {"question", "expected", "answer", "graded"} <= written["answers"][0].keys()
    assert done.stdout.splitlines()[-1].startswith("| en       | all")


def test_an_installed_copy_says_that_it_has_no_drawn_scenes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_CHECKOUT", tmp_path)
    monkeypatch.setattr(terminal.logs, "start", lambda **_: None)
    with pytest.raises(Complaint, match="সোর্স ফোল্ডারে"):
        command.evaluate_dataset(load(None, "shapes"), "shapes", "en", None, None, False)


def test_a_wrong_key_is_seen_as_wrong_answers(shapes: Path, tmp_path: Path) -> None:
    lines = (shapes / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    colours = [json.loads(line) for line in lines[0::6]]
    for each in colours:
        each["answer"] = {"en": "turquoise"}
        each["photo"] = str(shapes / "images" / each["photo"])
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, colours)))
    (row,) = _rows(tmp_path, "--lang", "en")
    assert row["wrong"] + row["doubted"] == row["asked"] == 4
    assert row["accuracy"] == 0


def _rows(place: Path, *more: str) -> list[dict[str, Any]]:
    done = chokh("--preset", "shapes", "evaluate", str(place), "--json", *more, folder=place.parent)
    rows: list[dict[str, Any]] = json.loads(done.stdout)["rows"]
    assert rows[-1]["kind"] == "all"
    return rows[:-1]


def _photo(folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(packed(render(scene(3, shapes=1)), quality=90))


def test_a_folder_of_vizwiz_is_scored_by_its_rule(tmp_path: Path) -> None:
    folder = tmp_path / "vizwiz"
    _photo(folder / "val", "VizWiz_val_00000000.jpg")
    people = ["one"] * 9 + ["unanswerable"]
    entry = {
        "image": "VizWiz_val_00000000.jpg",
        "question": "How many shapes are there?",
        "answers": [{"answer": each, "answer_confidence": "yes"} for each in people],
        "answer_type": "number",
        "answerable": 1,
    }
    unclear = entry | {
        "question": "What is the price of this?",
        "answers": [{"answer": "unanswerable", "answer_confidence": "yes"}] * 10,
    }
    hidden = {key: entry[key] for key in ("image", "question")}
    (folder / "annotations").mkdir()
    for name, entries in {"test": [hidden], "train": [hidden], "val": [entry, unclear]}.items():
        (folder / "annotations" / f"{name}.json").write_text(json.dumps(entries))
    rows = _rows(folder, "--lang", "both")
    counted = [(row["language"], row["kind"], row["right"]) for row in rows if row["kind"] != "all"]
    assert counted[:2] == [("en", "count", 1), ("en", "reading", 1)]
    assert ("bn", "count", 1) in counted


def test_a_folder_of_xgqa_is_asked_in_bangla(tmp_path: Path) -> None:
    folder = tmp_path / "xgqa"
    _photo(folder / "images", "n1.jpg")
    english = {
        "1": ("how many shapes are there?", "one"),
        "3": ("is there a red circle?", "maybe"),
    }
    for language in ("en", "bn"):
        entries = {
            name: {
                "imageId": "n1",
                "question": text if language == "en" else to_bangla(text),
                "answer": said,
                "types": {"structural": "query", "semantic": "attr", "detailed": "how"},
            }
            for name, (text, said) in english.items()
        }
        file = folder / f"testdev_balanced_questions_{language}.json"
        file.write_text(json.dumps(entries), encoding="utf-8")
    found = read(folder)
    assert found.questions[0].text["bn"] == to_bangla("how many shapes are there?")
    assert found.questions[0].photo == folder / "images" / "n1.jpg"
    rows = _rows(folder, "--lang", "bn", "--limit", "2")
    assert [(row["kind"], row["right"], row["wrong"]) for row in rows] == [
        ("count", 1, 0),
        ("other", 0, 1),
    ]


def test_a_sample_is_always_the_same_and_holds_every_kind(shapes: Path) -> None:
    questions = read(shapes).questions
    chosen = sample(questions, 24)
    assert chosen == sample(questions, 24)
    assert len(chosen) == 24
    assert len({each.kind for each in chosen}) == 6
    assert sample(questions, None) == list(questions)


@pytest.mark.parametrize("content", [None, "[]", "{}", "no json", '[{"a": 1}]', '{"a": 1}', "[1]"])
def test_a_folder_without_questions_is_one_sentence(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "val.json").write_text(content)
    with pytest.raises(NoQuestions):
        read(tmp_path)


def test_bad_folders_and_files_are_told_in_one_sentence(tmp_path: Path) -> None:
    for arguments, part in {
        (str(tmp_path),): str(tmp_path),
        ("nowhere",): "nowhere",
        (str(tmp_path), "--out", "table.txt"): "table.txt",
    }.items():
        done = chokh("--preset", "shapes", "evaluate", *arguments, folder=tmp_path, code=1)
        assert part in done.stderr
        assert done.stderr.count("\n") == 1
        assert not done.stdout
    (tmp_path / "questions.jsonl").write_text(
        json.dumps({"photo": "gone.jpg", "question": {"en": "why?"}, "answer": {"en": "red"}})
    )
    done = chokh("--preset", "shapes", "evaluate", str(tmp_path), folder=tmp_path, code=1)
    assert not done.stdout
