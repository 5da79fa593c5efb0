"""`chokh say`: what is said, to be heard or read."""

from __future__ import annotations

import av
import pytest

from tests.bot.command import chokh


def test_each_text_is_a_line_of_ipa_and_nothing_else(tmp_path):
    done = chokh("say", "আপনার হাত। দাম ৳২০", "Hello", "--ipa", "--lang", "bn", folder=tmp_path)
    first, second = done.stdout.splitlines()
    assert first.split() == ["ˈapnaɾ", "hˈat", "dˈam", "bˈiʃ", "ʈˈaka"]
    assert second == "həlˈəʊ"
    assert not done.stderr
    assert not list(tmp_path.iterdir())


def test_twenty_has_the_name_that_it_has_where_one_lives(tmp_path):
    (tmp_path / "config.toml").write_text('[replies]\nregister = "wb"\n')
    done = chokh("say", "১২০টি", "বিশ", "--ipa", "--lang", "bn", folder=tmp_path)
    assert done.stdout.split() == ["ˈækʃo", "kˈur.iʈˌi", "bˈiʃ"]


def test_a_recording_has_all_the_texts(tmp_path):
    chokh("say", "এক", "দুই", "--lang", "bn", "--out", "said.ogg", folder=tmp_path)
    with av.open(str(tmp_path / "said.ogg")) as sound:
        assert sound.duration > 0.5 * av.time_base


@pytest.mark.parametrize("text", ["।।।", "👍", " "])
def test_where_there_is_nothing_to_say_one_sentence_says_so(tmp_path, text):
    done = chokh("say", "এক", text, "--lang", "en", "--ipa", folder=tmp_path, code=1)
    assert done.stdout == ""
    assert done.stderr == (
        "There is nothing in this text to say aloud. Please give one with letters or figures.\n"
    )
