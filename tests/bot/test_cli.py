"""The command line, as its user types it."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from tests.bot.command import chokh, objects, started
from tests.bot.pictures import packed, photo, said, scene
from tests.shapes.bangla import to_bangla
from tests.shapes.scene import render
from tests.shapes.sentences import caption

PHOTOS = Path(__file__).parents[1] / "data" / "photos"


def test_help_answers_at_once(tmp_path: Path) -> None:
    """0.3 s is promised; counted in processor time, since other programs share the machine."""
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert "describe" in started("--help", folder=tmp_path).stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(times) < 0.3


def test_photos_of_any_size_format_and_turn_are_described_in_both_languages(
    tmp_path: Path,
) -> None:
    drawn = [scene(seed) for seed in (30, 31, 32, 35)]
    tall = render(drawn[2]).transpose(2)  # turned by 90°; EXIF 6 turns it back
    exif = tall.getexif()
    exif[0x0112] = 6
    files = {
        "small.jpg": packed(render(drawn[0]).resize((64, 48)), quality=60),
        "alpha.png": packed(render(drawn[1]).convert("RGBA"), "PNG"),
        "turned.jpg": packed(tall, exif=exif, quality=92),
        "large.jpg": packed(render(drawn[3]).resize((2000, 1500)), quality=60),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    for language in ("bn", "en"):
        done = chokh(
            "--preset", "shapes", "describe", *files, "--lang", language, "--json", folder=tmp_path
        )
        found = objects(done.stdout)
        assert [each["photo"] for each in found] == list(files)
        right = [caption(each) for each in drawn]
        right = [to_bangla(each) for each in right] if language == "bn" else right
        assert [each["caption"].lower() for each in found] == right
        assert set(found[0]) == {
            "photo", "caption", "text", "doubt", "advice", "language", "seconds",
        }  # fmt: skip


def test_a_photo_of_the_real_world_works_and_says_honestly_little(tmp_path: Path) -> None:
    photos = sorted(str(photo) for photo in PHOTOS.glob("*.jpg"))
    assert len(photos) == 4
    done = chokh("--preset", "shapes", "describe", *photos, "--json", folder=tmp_path)
    assert {each["caption"] for each in objects(done.stdout)} == {to_bangla("nothing that i know")}


def test_questions_are_one_conversation(tmp_path: Path) -> None:
    drawn = scene(35)
    (tmp_path / "photo.jpg").write_bytes(photo(drawn))
    questions = ["ছবিতে কয়টি আকৃতি আছে?", "is there a purple triangle?"]
    (found,) = objects(
        chokh(
            "--preset", "shapes", "ask", "photo.jpg", *questions, "--json", folder=tmp_path
        ).stdout
    )
    present = any(each.colour == "purple" and each.kind == "triangle" for each in drawn.shapes)
    assert found == {
        "photo": "photo.jpg",
        "turns": [
            {"question": questions[0], "answer": "দুটি"},
            {"question": questions[1], "answer": "হ্যাঁ" if present else "না"},
        ],
    }


def test_a_description_is_spoken_into_a_file(tmp_path: Path) -> None:
    drawn = scene(36)
    (tmp_path / "photo.jpg").write_bytes(photo(drawn))
    done = chokh(
        "--preset", "shapes", "describe", "photo.jpg", "--speak", "out.ogg", folder=tmp_path
    )
    assert said(drawn) in done.stdout
    assert (tmp_path / "out.ogg").read_bytes().startswith(b"OggS")


def test_a_bad_photo_is_named_and_the_others_are_described(tmp_path: Path) -> None:
    drawn = scene(37)
    (tmp_path / "good.jpg").write_bytes(photo(drawn))
    (tmp_path / "bad.jpg").write_bytes(b"nothing")
    done = started("--preset", "shapes", "describe", "bad.jpg", "good.jpg", folder=tmp_path, code=1)
    assert said(drawn) in done.stdout
    assert done.stderr.startswith("bad.jpg: ")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--preset", "shapes", "describe", "absent.jpg"], 1, "absent.jpg"),
        (["--preset", "nonsense", "doctor"], 1, "preset"),
        (["--config", "absent.toml", "run"], 1, "absent.toml"),
        (["--preset", "shapes", "run"], 1, "BotFather"),
        (["describe"], 2, "PHOTO"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_the_right_exit_code(
    tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    assert words in chokh(*arguments, folder=tmp_path, code=code).stderr


def test_a_missing_model_is_said_at_once_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(photo(scene(38)))
    (tmp_path / "config.toml").write_text('preset = "cpu"\n[models]\nfolder = "none"\n')
    done = started("describe", "photo.jpg", "--lang", "en", folder=tmp_path, code=1)
    assert "chokh download" in done.stderr
    assert done.stdout == ""


def test_the_doctor_names_what_is_missing_and_the_command_that_mends_it(tmp_path: Path) -> None:
    done = chokh("--preset", "shapes", "doctor", folder=tmp_path, code=1)
    assert "ok       voice (espeak-ng)" in done.stdout
    assert "missing  Telegram token" in done.stdout
    assert "mend it: " in done.stdout
