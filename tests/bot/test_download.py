"""`chokh download` against a local server that speaks the hub's protocol."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import torch
from aiohttp import web
from safetensors.torch import load_file

from models.checkpoints.checkpoint import find

CHOKH = str(Path(sys.executable).parent / "chokh")
SHAPES = Path(__file__).parents[2] / "models" / "shapes"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub:
    """Serves folders as repositories, and counts what was fetched."""

    def __init__(self, repositories: dict[str, dict[str, bytes]]) -> None:
        self._repositories = repositories
        self.fetched: list[str] = []
        self.url = ""
        self._server = web.Application()
        self._server.router.add_get("/api/models/{owner}/{name}{rest:.*}", self._info)
        self._server.router.add_get("/{owner}/{name}/resolve/{revision}/{file:.+}", self._file)
        self._runner = web.AppRunner(self._server, access_log=None)

    async def start(self) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    def _files(self, request: web.Request) -> dict[str, bytes]:
        name = f"{request.match_info['owner']}/{request.match_info['name']}"
        if name not in self._repositories:
            raise web.HTTPNotFound(headers={"X-Error-Code": "RepoNotFound"})
        return self._repositories[name]

    async def _info(self, request: web.Request) -> web.Response:
        files = self._files(request)
        if "/tree/" in request.match_info["rest"]:
            return web.json_response(
                [
                    {"type": "file", "path": name, "size": len(data), "oid": etag(data)}
                    for name, data in files.items()
                ]
            )
        siblings = [{"rfilename": name} for name in files]
        return web.json_response({"id": "x", "sha": COMMIT, "siblings": siblings})

    async def _file(self, request: web.Request) -> web.Response:
        data = self._files(request).get(request.match_info["file"])
        if data is None:
            raise web.HTTPNotFound(headers={"X-Error-Code": "EntryNotFound"})
        if request.method == "GET":
            self.fetched.append(request.match_info["file"])
        headers = {"ETag": f'"{etag(data)}"', "X-Repo-Commit": COMMIT}
        return web.Response(body=data, headers=headers)


def etag(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:40]


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def as_pickle(files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """The same repository as older ones are: pytorch_model.bin in place of safetensors."""
    weights = folder / "model.safetensors"
    weights.write_bytes(files["model.safetensors"])
    torch.save(load_file(weights), folder / "pytorch_model.bin")
    others = {name: data for name, data in files.items() if name != "model.safetensors"}
    return {**others, "pytorch_model.bin": (folder / "pytorch_model.bin").read_bytes()}


@pytest.fixture
async def hub(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hub]:
    server = Hub(
        {
            "house/caption": contents(SHAPES / "caption") | {"training.bin": b"not needed"},
            "house/answer": contents(SHAPES / "answer-vqa"),
            "house/others": contents(SHAPES / "caption"),
            "house/translate": as_pickle(
                contents(SHAPES / "translate"), tmp_path_factory.mktemp("old")
            ),
        }
    )
    await server.start()
    yield server
    await server.stop()


async def download(
    folder: Path, hub: Hub, caption: str = "house/caption", **variables: str
) -> tuple[int, str]:
    settings = folder / "config.toml"
    await asyncio.to_thread(
        settings.write_text,
        f"""
        [models]
        folder = "checkpoints"
        caption = {{ model = "{caption}" }}
        answer = {{ model = "house/answer" }}
        translate = {{ model = "house/translate" }}
        embed = {{ model = "house/others" }}
        locate = {{ model = "house/others" }}
        listen = {{ model = "house/others" }}
        """,
    )
    environment = os.environ | {"HF_ENDPOINT": hub.url, "HF_HOME": str(folder / "home")} | variables
    del environment["HF_HUB_OFFLINE"]
    process = await asyncio.create_subprocess_exec(
        CHOKH, "download", cwd=folder, env=environment, stderr=asyncio.subprocess.PIPE
    )
    _, said = await asyncio.wait_for(process.communicate(), 120)
    return process.returncode or 0, said.decode()


async def test_what_the_settings_name_is_fetched_once_and_pickles_become_safetensors(
    tmp_path: Path, hub: Hub
) -> None:
    code, said = await download(tmp_path, hub)
    assert code == 0, said
    for name in ("house/caption", "house/answer", "house/translate", "house/others"):
        assert find(name, str(tmp_path / "checkpoints")).parameters() > 100_000
    assert "training.bin" not in hub.fetched
    told = said.index("To fetch: ")
    assert "GB, some 1 minutes at 10 Mbit/s" in said[told:].splitlines()[0]
    assert said.index("house/caption: 0.0 GB") < told < said.index("house/caption: fetching")
    hub.fetched.clear()
    code, said = await download(tmp_path, hub)
    assert code == 0
    assert said.count("here already") == 4
    assert hub.fetched == []


async def test_what_the_hub_does_not_have_is_said_in_one_sentence(tmp_path: Path, hub: Hub) -> None:
    code, said = await download(tmp_path, hub, caption="house/nothing")
    assert code == 1
    assert "house/nothing" in said.splitlines()[-1]
    assert "Hugging Face" in said.splitlines()[-1]
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "variable",
    [
        {"HF_ENDPOINT": "http://127.0.0.1:1"},
        {"HF_ENDPOINT": "http://hub.invalid", "ALL_PROXY": "socks5://127.0.0.1:1"},
        {"HF_ENDPOINT": "http://hub.invalid", "HTTP_PROXY": "http://127.0.0.1:1"},
    ],
    ids=lambda variable: " ".join(variable.values()),
)
async def test_a_hub_that_is_out_of_reach_is_one_sentence(
    tmp_path: Path, hub: Hub, variable: dict[str, str]
) -> None:
    code, said = await download(tmp_path, hub, **variable)
    assert code == 1
    assert "ইন্টারনেট" in said.splitlines()[-1]
    assert "Traceback" not in said
