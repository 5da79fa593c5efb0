"""What a box at home is given: a service and a container that can do little but their work."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from bot.settings import OwnerSettings

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
EXPOSURE = 2.0
"""Of 10, as `systemd-analyze security` weighs what a service could do to the machine."""


def service(name: str) -> dict[str, Any]:
    made = yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))
    found: dict[str, Any] = made["services"]["chokh"]
    return found


def test_the_service_is_shut_in() -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", DEPLOY / "chokh.service"],
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"exposure level for chokh\.service: ([\d.]+)", done.stdout)
    assert found is not None, done.stdout
    assert float(found[1]) <= EXPOSURE


def test_the_container_writes_to_its_volumes_alone_and_tells_how_it_is() -> None:
    chokh = service("compose.yaml")
    assert chokh["read_only"] is True
    assert chokh["cap_drop"] == ["ALL"]
    assert chokh["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in chokh
    assert "privileged" not in chokh
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    user = chokh["user"].split(":")[0]
    assert user != "0"
    assert re.findall(r"^USER (.+)$", dockerfile, re.MULTILINE) == [user, user]
    assert f"http://{OwnerSettings().listen}/health" in chokh["healthcheck"]["test"][-1]
    targets = {chokh["build"]["target"], service("compose.gpu.yaml")["build"]["target"]}
    assert targets == {"cpu", "cuda"}
    assert all(re.search(rf"^FROM .+ AS {target}$", dockerfile, re.MULTILINE) for target in targets)


def test_the_image_has_the_torch_that_works_and_what_the_program_needs() -> None:
    torch = re.search(r"^torch==.+$", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    assert torch is not None
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert dockerfile.count(torch[0]) == dockerfile.count("torch==") == 2
    kept = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8")
    for each in ("bot", "handlers", "memory", "models", "pyproject.toml", "constraints.txt"):
        assert f"!{each}\n" in kept
    hadolint = Path(sys.executable).parent / "hadolint"
    done = subprocess.run(
        [hadolint, DEPLOY / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")
