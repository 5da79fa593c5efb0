"""Three floors: bot → handlers → models, memory. An import goes down, never up or sideways."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
BELOW = {
    "bot": {"bot", "handlers", "models", "memory"},
    "handlers": {"handlers", "models", "memory"},
    "models": {"models"},
    "memory": {"memory"},
}
HEAVY = {"torch", "transformers", "accelerate", "bitsandbytes"}


def modules() -> Iterator[tuple[str, Path, ast.Module]]:
    for package in BELOW:
        for file in sorted((ROOT / package).rglob("*.py")):
            yield package, file, ast.parse(file.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ".", node.lineno


def at_import_time(tree: ast.Module) -> Iterator[ast.stmt]:
    """Statements that run when the module is imported; not bodies of functions, not type hints."""
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        yield node
        waiting.extend(child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt))


def test_no_floor_looks_up_or_sideways() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}:{line} imports {name}"
        for package, file, tree in modules()
        for name, line in imported(tree)
        if name.split(".")[0] in {*BELOW, "tests", "benchmarks"}
        and name.split(".")[0] not in BELOW[package]
    ]
    assert wrong == []


def test_the_walk_finds_every_package() -> None:
    found = {package for package, _, _ in modules()}
    assert found == set(BELOW)


def test_torch_is_imported_only_in_models_and_only_when_used() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}:{line} imports {name}"
        for package, file, tree in modules()
        for name, line in imported(tree)
        if name.split(".")[0] in HEAVY and package != "models"
    ]
    for _, file, tree in modules():
        for statement in at_import_time(tree):
            if isinstance(statement, ast.Import | ast.ImportFrom):
                wrong += [
                    f"{file.relative_to(ROOT)}:{line} imports {name} at import time"
                    for name, line in imported(statement)
                    if name.split(".")[0] in HEAVY
                ]
    assert wrong == []


def test_memory_and_models_know_nothing_of_telegram() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}:{line} imports {name}"
        for package, file, tree in modules()
        for name, line in imported(tree)
        if name.split(".")[0] == "telegram" and package in {"models", "memory"}
    ]
    assert wrong == []
