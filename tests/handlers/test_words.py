"""The sentences: complete in both languages, one for each error and each key that code names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

import handlers
import handlers.transport.attachments
import memory.errors
import models.errors
from handlers.i18n.messages import Words

FOLDER = Path(handlers.__file__).parent
LANGUAGES = ("bn", "en")


class Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802 -- the visitor's own names
        self.names.add(node.id.name)


@cache
def sentences(language: str) -> dict[str, set[str]]:
    """Each key with its variables."""
    text = (FOLDER / "i18n" / "words" / f"{language}.ftl").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for entry in FluentParser().parse(text).body:
        assert not isinstance(entry, ftl.Junk), entry.content
        if isinstance(entry, ftl.Message):
            assert entry.id.name not in found, f"{entry.id.name} is there twice"
            variables = Variables()
            variables.visit(entry)
            found[entry.id.name] = variables.names
    return found


def errors(root: type[Exception]) -> Iterator[type[Exception]]:
    yield root
    for leaf in root.__subclasses__():
        yield from errors(leaf)


def code_of(folder: Path, least: int) -> list[Path]:
    """The folder's modules at any depth: so few that a walk has gone astray would prove nothing."""
    files = list(folder.rglob("*.py"))
    assert len(files) >= least, folder
    return files


def keys_in_code() -> set[str]:
    """String literals of the handlers that look like a key; a part of one ends with "-"."""
    found = set()
    for file in code_of(FOLDER, 90):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr not in {"words", "say", "say_once"}:
                    continue
                for argument in node.args:
                    found |= {
                        leaf.value
                        for leaf in ast.walk(argument)
                        if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
                    }
    return found


def test_both_languages_have_the_same_sentences_with_the_same_variables() -> None:
    assert sentences("bn") == sentences("en")


@pytest.mark.parametrize("root", [models.errors.ChokhError, memory.errors.MemoryFault])
def test_every_error_has_a_sentence(root: type[Exception]) -> None:
    known = sentences("bn")
    leaves = [
        leaf
        for leaf in errors(root)
        if leaf.__module__.startswith(("models", "memory", "handlers"))
    ]
    assert (
        handlers.transport.attachments.PhotoGone in leaves or root is not models.errors.ChokhError
    )
    assert [leaf.__name__ for leaf in leaves if leaf.key not in known] == []  # type: ignore[attr-defined]  # both roots have it


def test_a_sentence_names_only_what_its_error_carries() -> None:
    known = sentences("bn")
    for leaf in errors(models.errors.ChokhError):
        stated = re.search(r"Arguments: ([\w, ]+)\.", leaf.__doc__ or "")
        carried = set(stated[1].split(", ")) if stated else set()
        assert known[leaf.key] <= carried, leaf  # type: ignore[attr-defined]  # as above


def test_every_key_in_the_code_exists() -> None:
    known = sentences("bn")
    missing = {
        key
        for key in keys_in_code()
        if re.fullmatch(r"[a-z]+(-[a-z]*)*", key)
        and key not in known
        and not any(sentence.startswith(key) for sentence in known)
        and key not in {"bn", "en", "on", "off"}
    }
    assert missing == set()


def test_every_sentence_is_used() -> None:
    files = (*code_of(FOLDER, 90), *code_of(FOLDER.parent / "bot", 50))
    code = "".join(file.read_text(encoding="utf-8") for file in files)
    said_by_errors = {
        key
        for root in (models.errors.ChokhError, memory.errors.MemoryFault)
        for leaf in errors(root)
        for key in (leaf.key, f"{leaf.key}-terminal")
    }  # type: ignore[attr-defined]  # both roots have it
    made = (
        *("button-", "command-", "voice-now-", "voice-set-", "length-now-", "length-set-"),
        *("register-", "address-", "numbers-", "talk-", "help-"),
    )
    unused = {
        key
        for key in sentences("bn")
        if f'"{key}"' not in code and key not in said_by_errors and not key.startswith(made)
    }
    assert unused == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_mark_or_picture_disturbs_a_screen_reader(language: str) -> None:
    for key, variables in sentences(language).items():
        said = Words().say(language, key, **dict.fromkeys(variables, "x"))  # type: ignore[arg-type]  # "bn" or "en"
        assert not re.search(r"[*_`#<>\[\]{}\U0001f000-\U0001ffff\u2600-\u27bf]", said), key
        assert "  " not in said


@pytest.mark.parametrize("key", sorted(sentences("bn")))
def test_bangla_has_bangla_digits_and_no_english_full_stop(key: str) -> None:
    if key in {"greeting-other-language", "album-photo", "writing", "code-qr", "code-other"}:
        return
    said = Words().say("bn", key, **dict.fromkeys(sentences("bn")[key], 7))
    assert not re.search(r"[0-9]", said)
    assert "." not in said
    assert not re.search(r"\s[।,?]", said)


def test_numbers_are_said_in_the_digits_of_the_language() -> None:
    assert "১৫০টি" in Words().say("bn", "rate-set", rate=150)
    assert "150 words" in Words().say("en", "rate-set", rate=150)


def test_a_sentence_that_does_not_exist_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        Words().say("bn", "no-such-sentence")
