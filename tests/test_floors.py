"""Three floors: bot → handlers → models, memory. An import goes down, never up or sideways."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
BELOW = {
    "bot": {"bot", "handlers", "models", "memory"},
    "handlers": {"handlers", "models", "memory"},
    "models": {"models"},
    "memory": {"memory"},
}
# Inside each package, top down: a folder (or a file beside the folders) imports only from lines
# below its own, and two on one line know nothing of each other. So there is no circle.
ORDER = {
    "bot": """cli; trial; app; background; backup; telegram; monitoring; settings;
        bounded_server, terminal, errors""",
    "handlers": """updates; privacy; companions, second_look; photos; answers;
        search, access, preferences, descriptions; chat; intents, settings; transport, i18n""",
    "models": """remote; serving; embed, provisioning, sandbox; translate, pixels;
        caption, answer, locate, listen, read, speak; families; backends; settings;
        text, checkpoints, media; concurrency; abilities; codec; values; prompt_marks, errors""",
    "memory": """store; erase, export; photos; people, inbox; database; migrations; schema;
        settings, values, errors""",
}
LEAST_FILES = {"bot": 50, "handlers": 80, "models": 100, "memory": 30}
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


def names_imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Modules with the names taken from them: `from models import speak` is models.speak."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


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


def test_no_folder_looks_up_or_sideways_and_none_is_in_a_circle() -> None:
    wrong = []
    for package, file, tree in modules():
        levels = {
            name.strip(): depth
            for depth, line in enumerate(ORDER[package].split(";"))
            for name in line.split(",")
        }
        parts = file.relative_to(ROOT / package).with_suffix("").parts
        if parts == ("__init__",):
            continue
        assert parts[0] in levels, f"{parts[0]} has no place in the order of {package}"
        for name, line in names_imported(tree):
            path = name.split(".")
            if path[0] != package or len(path) < 2 or path[1] == parts[0]:
                continue
            if levels[parts[0]] >= levels[path[1]]:
                wrong.append(f"{file.relative_to(ROOT)}:{line} imports {name}")
    assert wrong == []


def test_each_folder_says_what_it_is_for_and_hands_nothing_on() -> None:
    folders = [file for _, file, _ in modules() if file.name == "__init__.py"]
    wrong = [
        str(file.relative_to(ROOT))
        for file in folders
        if not (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "")
        or re.search(
            r"^__all__|import .* as (\w+)$", file.read_text(encoding="utf-8"), re.MULTILINE
        )
    ]
    assert len(folders) >= 50
    assert wrong == []


def test_the_walk_finds_every_package() -> None:
    found = Counter(package for package, _, _ in modules())
    assert {name for name in BELOW if found[name] >= LEAST_FILES[name]} == set(BELOW)


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


def test_the_architecture_page_names_each_folder_and_only_files_that_are_there() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    folders = {
        f"{package}/{folder.name}/"
        for package in BELOW
        for folder in (ROOT / package).iterdir()
        if (folder / "__init__.py").is_file()
    }
    assert sorted(folder for folder in folders if folder not in page) == []
    named = re.findall(r"`((?:bot|handlers|models|memory)/[\w/]+(?:\.py)?)`", page)
    assert len(named) > 50
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_each_exception_from_lint_has_its_reason_beside_it() -> None:
    bare = re.compile(r"# noqa: [A-Z0-9, ]+$|# noqa$", re.MULTILINE)
    wrong = [
        f"{file.relative_to(ROOT)}: {found.group()}"
        for folder in (*BELOW, "tests", "benchmarks", "scripts")
        for file in sorted((ROOT / folder).rglob("*.py"))
        for found in bare.finditer(file.read_text(encoding="utf-8"))
    ]
    assert wrong == []
