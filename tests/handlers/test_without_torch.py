"""The handlers need no model: their tests pass where torch can't be imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCKER = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"torch", "transformers", "accelerate", "bitsandbytes"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
"""


def test_all_other_tests_of_the_handlers_pass_where_torch_is_absent(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(BLOCKER)
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    python = [sys.executable, "-c", "import torch"]
    blocked = subprocess.run(python, env=environment, capture_output=True, check=False)
    assert b"ModuleNotFoundError" in blocked.stderr
    tests = [
        sys.executable,
        "-m",
        "pytest",
        "tests/handlers",
        "--ignore",
        __file__,
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(
        tests, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-1_000:]
