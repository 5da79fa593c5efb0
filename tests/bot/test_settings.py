"""The settings: what is read, from where, and how a mistake is told."""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, key_names, load
from models.provisioning import presets
from models.provisioning.machine import Machine
from models.settings import ModelsSettings

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def written(folder: Path, text: str) -> Path:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return file


def dotted(values: dict[str, object], prefix: str = "") -> set[str]:
    names: set[str] = set()
    for key, value in values.items():
        names |= dotted(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key}
    return names


def test_the_example_names_every_key_and_gives_the_defaults() -> None:
    """Those that a preset chooses stand behind a "# ", or a copy of the file would overrule it."""
    text = EXAMPLE.read_text(encoding="utf-8")
    shown = re.sub(r"^# (?=[a-z_]+ = )", "", text, flags=re.MULTILINE)
    assert dotted(tomllib.loads(shown)) == set(key_names())
    assert Settings(**tomllib.loads(shown)).model_dump() == Settings().model_dump()
    chosen = dotted(tomllib.loads(shown)) - dotted(tomllib.loads(text))
    assert chosen == {
        f"models.{section}.{key}"
        for sections in presets.PRESETS.values()
        for section, values in sections.items()
        for key in values
    }


@pytest.mark.parametrize(
    ("preset", "vram"),
    [*((preset, 0) for preset in presets.PRESETS), *(("auto", vram) for vram in (0, 8, 16, 24))],
)
def test_a_copy_of_the_example_leaves_every_preset_as_it_is(
    tmp_path: Path, preset: str, vram: float
) -> None:
    copy = written(tmp_path, EXAMPLE.read_text(encoding="utf-8"))
    machine = Machine(vram, 16)
    with_copy = presets.resolve(preset, load(copy, preset=preset).models, machine)
    assert with_copy == presets.resolve(preset, ModelsSettings(), machine)


def test_every_key_of_the_example_has_a_comment() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    bare = [
        line
        for before, line in itertools.pairwise(lines)
        if re.match(r"(# )?[a-z_]+ = ", line) and not before.startswith("#")
    ]
    assert bare == []


def test_the_environment_is_above_the_file_and_the_command_line_above_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, 'preset = "cpu"\n[replies]\nrate = 120\nvoice = "on"\n')
    monkeypatch.setenv("CHOKH_REPLIES__RATE", "200")
    monkeypatch.setenv("CHOKH_ACCESS__OWNERS", "[7, 8]")
    settings = load(file, preset="shapes")
    assert settings.preset == "shapes"
    assert (settings.replies.rate, settings.replies.voice) == (200, "on")
    assert settings.access.owners == (7, 8)
    assert settings.folder == tmp_path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[telegram]\ntokn = "x"', '"telegram.tokn" is not a setting (did you mean telegram.token'),
        ('[telegrm]\ntoken = "x"', '"telegrm" is not a setting (did you mean telegram?)'),
        ("[replies]\nrate = 5", '"replies.rate"'),
        ('preset = "huge"', '"preset"'),
        ("preset = ", "is not valid TOML"),
    ],
)
def test_a_mistake_in_the_file_is_one_sentence_that_names_it(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load(written(tmp_path, text))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_misspelt_environment_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHOKH_TELEGRAM__TOKN", "1")
    with pytest.raises(SettingsError, match="CHOKH_TELEGRAM__TOKEN"):
        load()


def test_a_wrong_value_is_never_repeated_since_it_may_be_secret(tmp_path: Path) -> None:
    file = written(tmp_path, '[telegram]\ntoken = ["123456:secret-secret"]')
    with pytest.raises(SettingsError) as caught:
        load(file)
    assert "secret-secret" not in str(caught.value)


def test_secrets_do_not_show_when_settings_are_printed(tmp_path: Path) -> None:
    settings = load(written(tmp_path, '[telegram]\ntoken = "123456:hush"'))
    assert "hush" not in repr(settings)
