"""The versions in constraints.txt: Pythons of today can have each, and none is left out."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYTHONS = ("3.11.2", "3.12.3", "3.13.5")
"""Of Debian 12, Ubuntu 24.04 and Debian 13."""


def pinned() -> dict[str, str]:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    found = re.findall(r"^([\w.-]+)==(\S+)$", text, re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def ours(extra: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional: dict[str, list[str]] = project["optional-dependencies"]
    lines = [*project["dependencies"], *optional[extra]]
    for line in [*lines]:
        for other in Requirement(line).extras if line.startswith("chokh[") else ():
            lines += optional[other]
    return [Requirement(line) for line in lines if not line.startswith("chokh[")]


def needed(python: str) -> set[str]:
    """What `pip install -e .[dev]` brings on this Python, as far as it shows here."""
    environment = default_environment() | {
        "python_full_version": python,
        "python_version": python.rpartition(".")[0],
    }
    found: set[str] = set()
    known: set[tuple[str, frozenset[str]]] = set()
    waiting = ours("dev")
    while waiting:
        requirement = waiting.pop()
        name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        marker = requirement.marker
        if (name, extras) in known or (marker and not marker.evaluate(environment)):
            continue
        known.add((name, extras))
        found.add(name)
        try:
            requires = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # for another Python than this one: its own needs can't be seen here
        for line in requires:
            below = Requirement(line)
            if below.marker is None or any(
                below.marker.evaluate(environment | {"extra": extra}) for extra in ("", *extras)
            ):
                below.marker = None
                waiting.append(below)
    return found


@pytest.mark.parametrize("python", PYTHONS)
def test_each_python_of_today_can_have_what_is_pinned(python: str) -> None:
    refused = []
    for name in pinned():
        try:
            wants = metadata.metadata(name)["Requires-Python"] or ""
        except metadata.PackageNotFoundError:
            continue
        if python not in SpecifierSet(wants):
            refused.append(f"{name} wants {wants}")
    assert refused == []


@pytest.mark.parametrize("python", PYTHONS)
def test_all_that_is_installed_is_pinned(python: str) -> None:
    # pip is no part of a release; setuptools builds, and is gone after it.
    assert needed(python) - pinned().keys() <= {"pip", "setuptools"}


def test_what_is_installed_here_is_what_is_pinned() -> None:
    """Or the tests above look at other releases than those that people get."""
    other = {}
    for name, version in pinned().items():
        try:
            here = metadata.version(name).partition("+")[0]
        except metadata.PackageNotFoundError:
            continue
        if here != version:
            other[name] = here
    assert other == {}
