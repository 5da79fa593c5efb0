"""`chokh try`: one exchange in the terminal, then the page, until it is told to stop."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
import urllib.request
from pathlib import Path

CHOKH = str(Path(sys.executable).parent / "chokh")


async def test_it_shows_an_exchange_then_the_page_and_ends_quietly(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        CHOKH,
        "try",
        "--no-open",
        cwd=tmp_path,
        # A proxy is for the way out: the trial speaks with this machine alone.
        env=os.environ | {"HTTP_PROXY": "http://127.0.0.1:1", "ALL_PROXY": "socks5://127.0.0.1:1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    lines: list[str] = []
    async with asyncio.timeout(120):
        while not lines or "http://" not in lines[-1]:
            lines.append((await process.stdout.readline()).decode().strip())
    assert "1.png: একটি নীল বর্গক্ষেত্রের উপরে একটি লাল বৃত্ত।" in lines
    assert "বৃত্তটির রং কী?  লাল" in lines
    assert any(re.fullmatch(r"voice: \d\.\d s, \d+ KB of OGG/Opus", line) for line in lines)
    address = lines[-1].split()[-1]
    assert address.startswith("http://127.0.0.1:")
    page = await asyncio.to_thread(_fetch, address)
    assert 'role="log"' in page
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(60):
        _, complaints = await process.communicate()
    assert process.returncode == 0
    assert complaints == b""
    assert await asyncio.to_thread(os.listdir, tmp_path) == []


async def test_without_its_models_it_ends_with_one_sentence(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(CHOKH, "--preset", "cpu", "try", "--no-open"),
        cwd=tmp_path,
        env=os.environ | {"HF_HOME": str(tmp_path)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(60):
            shown, complaints = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 1
    assert shown == b""
    assert len(complaints.decode().splitlines()) == 1
    assert "chokh download" in complaints.decode()


def _fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as response:  # noqa: S310 -- our own page
        return str(response.read().decode())
