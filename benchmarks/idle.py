"""What becomes of a model's memory when nobody has used it for the idle time.

`python -m benchmarks.idle`: BLIP-base at full size, its weights random, captions one photo in a
process of its own, and is then left alone.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, report

_LONGEST = 90.0
"""Seconds until the model must have gone: it is looked for every thirty."""


def measure() -> list[Figure]:
    """How much of what the model took is the machine's again, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.idle", "alone"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    before, used, after = json.loads(told.splitlines()[-1])
    freed = (used - after) / (used - before)
    return [
        Figure(
            "memory of an idle model handed back", round(freed, 3), "of 1", "≥ 0.9", freed >= 0.9
        ),
        Figure("resident with the libraries, no model", round(before), "MB"),
        Figure("resident with BLIP-base", round(used), "MB"),
        Figure("resident once it was idle", round(after), "MB"),
    ]


async def alone() -> list[float]:
    """This process's resident MB before the model, with it, and after the idle time."""
    from benchmarks.captions import photos, save
    from models.concurrency.torch_threads import import_torch
    from models.provisioning import presets
    from models.serving.engine import Engine
    from models.settings import ModelsSettings

    with TemporaryDirectory() as folder:
        await asyncio.to_thread(subprocess.run, [*_python(save.__module__), folder], check=True)
        caption = {"model": folder, "looks": 0, "second": False}
        settings = ModelsSettings.model_validate({"caption": caption, "idle_minutes": 0.01})
        engine = Engine(presets.resolve("shapes", settings))
        await asyncio.to_thread(import_torch)
        (picture, *_) = photos()
        found = [await asyncio.to_thread(resident)]
        await engine.caption([picture])
        found.append(await asyncio.to_thread(resident))
        begun = time.monotonic()
        least = found[1]
        while time.monotonic() - begun < _LONGEST and least > (found[0] + found[1]) / 2:
            await asyncio.sleep(1)
            least = await asyncio.to_thread(resident)
        await asyncio.sleep(1)
        found.append(await asyncio.to_thread(resident))
        await engine.close()
    return found


def resident() -> float:
    """This process's resident memory in MB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def _python(module: str) -> list[str]:
    """Whatever saves the model leaves nothing of it in this process."""
    return [sys.executable, "-c", f"import sys, {module} as m; m.save(sys.argv[1])"]


if __name__ == "__main__":
    if sys.argv[1:] == ["alone"]:
        print(json.dumps(asyncio.run(alone())))
    else:
        report("idle", measure())
