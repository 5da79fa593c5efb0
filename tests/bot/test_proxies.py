"""The line to Telegram through a proxy, and none between the programs of one machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.cli.doctor.environment import house as look
from bot.cli.shared.proxies import prepare_proxies
from bot.errors import Complaint
from bot.settings import SettingsError, load
from tests.bot.conftest import Start


class Socks:
    """A SOCKS5 proxy without passwords (RFC 1928), and how many came to it."""

    def __init__(self) -> None:
        self.port = 0
        self.came = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> asyncio.Server:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _serve(self, inward: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        self.came += 1
        _, methods = await inward.readexactly(2)
        await inward.readexactly(methods)
        back.write(b"\x05\x00")
        assert (await inward.readexactly(4))[:2] == b"\x05\x01"
        host = await inward.readexactly(4)
        port = int.from_bytes(await inward.readexactly(2))
        outward, on = await asyncio.open_connection(".".join(map(str, host)), port)
        back.write(b"\x05\x00\x00\x01" + host + port.to_bytes(2))
        await asyncio.gather(_pass(inward, on), _pass(outward, back), return_exceptions=True)


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


@pytest.fixture
async def socks() -> AsyncIterator[Socks]:
    proxy = Socks()
    server = await proxy.start()
    yield proxy
    server.close()


async def test_the_bot_and_its_doctor_reach_telegram_through_the_proxy_of_the_settings(
    house: Start, socks: Socks
) -> None:
    running = await house(telegram={"proxy": f"socks5://127.0.0.1:{socks.port}"})
    rina = running.standin.person()
    assert (await rina.reply(await rina.send_text("সাহায্য"), "text"))["text"]
    assert socks.came > 0
    came = socks.came
    checks = await asyncio.to_thread(lambda: list(look(running.settings)))
    assert next(check for check in checks if check.name == "Telegram token").works
    assert socks.came == came + 1


@pytest.mark.parametrize(
    ("key", "url"),
    [
        ("proxy", "socks5://"),
        ("proxy", "127.0.0.1:1080"),
        ("proxy", "socks4://hush@127.0.0.1:1080"),
        ("proxy", "http://127.0.0.1:port"),
        ("api_url", "api.telegram.org"),
        ("api_url", "https://"),
    ],
)
def test_an_address_that_is_none_is_one_sentence(tmp_path: Path, key: str, url: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'[telegram]\n{key} = "{url}"\n')
    with pytest.raises(SettingsError) as caught:
        load(file)
    assert f'"telegram.{key}"' in str(caught.value)
    assert "such as " in str(caught.value)
    assert "hush" not in str(caught.value)


def test_no_proxy_of_the_environment_stands_between_programs_of_this_machine() -> None:
    environment = {"all_proxy": "127.0.0.1:3128", "NO_PROXY": "box.lan"}
    prepare_proxies(environment)
    assert environment["no_proxy"] == "box.lan,localhost,127.0.0.1,::1"
    assert environment["NO_PROXY"] == environment["no_proxy"]
    without: dict[str, str] = {}
    prepare_proxies(without)
    assert without == {}


@pytest.mark.parametrize(
    ("entries", "asked", "by_proxy"),
    [
        ("[::1]", "http://[::1]:9/", False),
        ("fd00::1,fe80::/10,fe80::1%eth0", "http://[fd00::1]/", False),
        ("[fd00::1]:8080", "http://[fd00::1]:8080/", False),
        ("[fd00::1]:8080", "http://[fd00::2]:8080/", True),
        ("*.lan", "http://box.lan/", False),
        ("box.lan:x, [box], a:b:c,,", "http://other.lan/", True),
        ("10.0.0.0/8", "http://other.lan/", True),
        ("*", "http://other.lan/", False),
    ],
)
def test_whatever_stands_in_no_proxy_httpx_can_read(
    entries: str, asked: str, by_proxy: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An address of IPv6 in brackets, or a network of it, was a traceback of httpx's."""
    for proxy in ("socks://127.0.0.1:9", ""):
        environment = {"ALL_PROXY": proxy, "NO_PROXY": entries}
        prepare_proxies(environment)
        for name in ("no_proxy", "NO_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, environment.get(name, ""))
        with httpx.Client() as client:
            direct = client._transport_for_url(httpx.URL(asked)) is client._transport
        assert direct is not (by_proxy and bool(proxy))


@pytest.mark.parametrize("url", ["what://hush@127.0.0.1:1", "http://", "socks5://:1080"])
def test_a_proxy_of_the_environment_that_can_not_be_used_is_named(url: str) -> None:
    with pytest.raises(Complaint, match="The proxy in ALL_PROXY can't be used") as caught:
        prepare_proxies({"ALL_PROXY": url})
    assert "hush" not in str(caught.value)
