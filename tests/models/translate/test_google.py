"""Google's page, played by a server on loopback in every mood that was met."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from models.errors import TranslatorDown
from models.translate.providers.google import GoogleTranslator, chunks

PAGE = '<html><div class="result-container">{}</div></html>'


class Page(BaseHTTPRequestHandler):
    """mood: good · silent · refused · nothing · same · dribble."""

    mood = "good"
    asked: ClassVar[list[str]] = []
    over = threading.Event()

    def do_GET(self) -> None:
        text = parse_qs(urlsplit(self.path).query)["q"][0]
        self.asked.append(text)
        if self.mood == "silent":
            self.over.wait(30)
            return
        self.send_response(400 if self.mood == "refused" else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if self.mood == "dribble":
            while not self.over.wait(0.05):
                try:
                    self.wfile.write(b" ")
                except OSError:
                    return
            return
        said = {"nothing": "<html></html>", "same": PAGE.format(text)}
        self.wfile.write(said.get(self.mood, PAGE.format(f"[{text}] &amp; ৩")).encode())

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[type[Page], str]]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    kind = type("Page", (Page,), {"asked": [], "over": threading.Event()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield kind, f"http://127.0.0.1:{server.server_port}/m"
    kind.over.set()
    server.shutdown()
    server.server_close()
    thread.join()


def test_texts_come_back_in_order(page: tuple[type[Page], str]) -> None:
    found = GoogleTranslator(30, page[1]).translate(["one", "two"], "en", "bn")
    assert found == ["[one] & ৩", "[two] & ৩"]


@pytest.mark.parametrize("mood", ["refused", "nothing"])
def test_an_error_or_nothing_is_a_translator_that_is_down(
    page: tuple[type[Page], str], mood: str
) -> None:
    page[0].mood = mood
    with pytest.raises(TranslatorDown):
        GoogleTranslator(30, page[1]).translate(["one"], "en", "bn")


def test_the_none_that_the_library_returns_is_a_translator_that_is_down(
    page: tuple[type[Page], str],
) -> None:
    """It does where the page gives a text without letters back."""
    page[0].mood = "same"
    assert GoogleTranslator(30, page[1]).translate(["one"], "en", "bn") == ["one"]
    with pytest.raises(TranslatorDown):
        GoogleTranslator(30, page[1]).translate(["?!"], "en", "bn")


@pytest.mark.parametrize("mood", ["silent", "dribble"])
def test_a_server_that_never_ends_is_left_in_time(page: tuple[type[Page], str], mood: str) -> None:
    page[0].mood = mood
    started = time.monotonic()
    with pytest.raises(TranslatorDown):
        GoogleTranslator(3, page[1]).translate(["one"], "en", "bn")
    assert time.monotonic() - started < 10


def test_nobody_listening_is_a_translator_that_is_down() -> None:
    with pytest.raises(TranslatorDown):
        GoogleTranslator(30, "http://127.0.0.1:9/m").translate(["one"], "en", "bn")


def test_long_bangla_goes_in_pieces_that_google_takes() -> None:
    text = "এটি একটি বাক্য। " * 400 + "শব্দ" * 600
    pieces = chunks(text, 1700)
    assert "".join(piece + after for piece, after in pieces) == text
    assert max(len(piece) for piece, _ in pieces) <= 1700
    assert len(pieces) < 8
