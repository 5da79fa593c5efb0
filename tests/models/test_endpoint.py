"""Questions answered by a server: what is sent, what comes back, and whatever goes wrong."""

from __future__ import annotations

import json
import logging
import math
import random
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from typing import Any

import pytest
from aiohttp import web
from PIL import Image
from pydantic import SecretStr

from models.answer.endpoint.client import EndpointAnswerer
from models.answer.endpoint.host import host_outside
from models.answer.endpoint.limits import LARGEST
from models.errors import (
    EndpointBusy,
    EndpointDeclined,
    EndpointFailed,
    EndpointFault,
    EndpointRefused,
    EndpointSlow,
    EndpointUnknown,
    EndpointUnreachable,
)
from models.values import Conversation, Picture, Turn
from tests.models.endpoint import Respond, Server, refused, said, serving

ELSEWHERE = "/v1/chat/completions"
KEY = "sk-proj-Zx8Qq7Rr6Tt5Yy4"
Asking = Callable[..., EndpointAnswerer]
HISTORY = tuple(Turn(f"question {number}?", f"answer {number}") for number in range(8))


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    running.requests.clear()
    running.headers.clear()
    return running


@pytest.fixture
def asking() -> Iterator[Asking]:
    """Makes answerers that ask once, and closes them."""
    with ExitStack() as stack:

        def made(
            url: str, seconds: float = 5.0, retries: int = 0, key: str = KEY
        ) -> EndpointAnswerer:
            answerer = EndpointAnswerer(url, "see-1", SecretStr(key), seconds, retries)
            stack.callback(answerer.close)
            return answerer

        yield made


def about(picture: Picture, *history: Turn) -> Conversation:
    return Conversation(picture, "what colour is the circle?", history)


def test_the_picture_and_the_turns_are_sent_and_the_answer_is_tidied(
    server: Server, asking: Asking, red_above_blue: Picture, green_above_yellow: Picture
) -> None:
    server.answers("Sure! **Red**.")
    conversation = Conversation(
        red_above_blue, "and the square?", HISTORY[:1], (green_above_yellow,)
    )
    assert asking(server.url).answer(conversation).text == "Red."
    (sent,) = server.requests
    assert sent["model"] == "see-1"
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
    _, first, answered, asked = sent["messages"]
    assert [part["type"] for part in first["content"]] == ["image_url", "image_url", "text"]
    assert first["content"][2]["text"] == "question 0?"
    assert (answered["content"], asked["content"]) == ("answer 0", "and the square?")
    one, other = server.pictures()
    assert one.getpixel((155, 65))[0] > 180  # type: ignore[index]  # RGB
    assert other.getpixel((155, 65))[1] > 120  # type: ignore[index]


def test_a_large_picture_is_sent_smaller_and_without_metadata(
    server: Server, asking: Asking
) -> None:
    image = Image.new("RGB", (3000, 1500), (90, 90, 90))
    image.info["comment"] = b"home"
    server.answers("grey")
    asking(server.url).answer(about(Picture(image, "x")))
    (sent,) = server.pictures()
    assert sent.size == (1568, 784)
    assert not sent.getexif()


def test_confidence_is_told_by_the_probabilities_or_not_at_all(
    server: Server, asking: Asking, red_above_blue: Picture
) -> None:
    tokens = [{"token": "red", "logprob": math.log(0.9)}, {"token": ".", "logprob": math.log(0.4)}]
    server.answers(lambda _: said("red.", logprobs={"content": tokens}), "red.")
    answerer = asking(server.url)
    assert answerer.answer(about(red_above_blue)).confidence == pytest.approx(0.6)
    assert answerer.answer(about(red_above_blue)).confidence is None


def test_what_a_model_thinks_is_not_its_answer(
    server: Server, asking: Asking, red_above_blue: Picture
) -> None:
    server.answers("<think>The circle looks red.</think>Red.")
    assert asking(server.url).answer(about(red_above_blue)).text == "Red."


@pytest.mark.parametrize(
    ("respond", "fault"),
    [
        (lambda _: refused(401), EndpointRefused),
        (lambda _: refused(403), EndpointRefused),
        (lambda _: refused(404, "model not found"), EndpointUnknown),
        (lambda _: web.Response(status=307, headers={"Location": ELSEWHERE}), EndpointUnknown),
        (lambda _: refused(429), EndpointBusy),
        (lambda _: refused(500), EndpointFailed),
        (lambda _: refused(503), EndpointFailed),
        (lambda _: refused(400, "what is this?"), EndpointFailed),
        (lambda _: web.Response(text="<html>Welcome!</html>"), EndpointFailed),
        (lambda _: web.Response(text='{"choices": ['), EndpointFailed),
        (lambda _: web.json_response({"choices": []}), EndpointFailed),
        (lambda _: web.json_response([1, 2]), EndpointFailed),
        (lambda _: said(None), EndpointFailed),
        (lambda _: said("  ", finish="length"), EndpointFailed),
        (lambda _: said(None, message={"refusal": "I can't."}), EndpointDeclined),
        (lambda _: said("", finish="content_filter"), EndpointDeclined),
        (lambda _: said("x" * LARGEST), EndpointFailed),
        (lambda _: web.Response(body=b"x", headers={"Content-Encoding": "gzip"}), EndpointFailed),
    ],
)  # fmt: skip
def test_each_failure_is_told_with_the_host_and_asked_once(
    server: Server,
    asking: Asking,
    red_above_blue: Picture,
    respond: Respond,
    fault: type[EndpointFault],
) -> None:
    server.answers(respond)
    with pytest.raises(EndpointFault) as raised:
        asking(server.url).answer(about(red_above_blue))
    assert type(raised.value) is fault
    assert raised.value.arguments == {"host": "127.0.0.1"}
    assert len(server.requests) == 1


def test_a_fault_repeats_neither_the_key_nor_what_was_asked(
    server: Server, asking: Asking, red_above_blue: Picture
) -> None:
    """Servers do: the key that they refuse, and the whole request that they don't understand."""

    def repeated(request: dict[str, Any]) -> web.Response:
        said = {"code": "invalid_value", "message": json.dumps(request, ensure_ascii=False)}
        return web.json_response({"error": said, "key": "sk-1234567890"}, status=422)

    server.answers(repeated)
    with pytest.raises(EndpointFault) as raised:
        asking(server.url).answer(about(red_above_blue))
    said = str(raised.value)
    assert "422 (invalid_value)" in said
    assert "sk-1234567890" not in said
    assert "colour" not in said


def drip(silent: socket.socket) -> None:
    """Answer one request with a space now and then, while somebody reads, for 4 s at most."""
    line, _ = silent.accept()
    with line, suppress(OSError):
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        for _ in range(200):
            line.sendall(b" ")
            threading.Event().wait(0.02)


def test_a_server_that_never_begins_or_never_ends_is_given_up(
    asking: Asking, red_above_blue: Picture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        dripping = threading.Thread(target=drip, args=(silent,))
        dripping.start()
        with pytest.raises(EndpointSlow):
            asking(url, seconds=0.3).answer(about(red_above_blue))
        dripping.join(10)
        with pytest.raises(EndpointSlow):
            asking(url, seconds=0.2).answer(about(red_above_blue))
    with pytest.raises(EndpointUnreachable):
        asking(url).answer(about(red_above_blue))


def test_a_busy_server_is_asked_again_when_it_says(
    server: Server, asking: Asking, red_above_blue: Picture
) -> None:
    server.answers(
        lambda _: refused(429, **{"retry-after-ms": "20"}),
        lambda _: refused(503, **{"Retry-After": "0.02"}),
        "red",
    )
    assert asking(server.url, retries=2).answer(about(red_above_blue)).text == "red"
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "This model's maximum context length is 4096 tokens. You requested 5000 tokens"),
        (400, '{"code": "context_length_exceeded"}'),
        (400, "the request exceeds the available context size, try increasing it"),
        (400, "prompt too long; exceeded max context length by 9 tokens"),
        (400, "Trying to keep the first 900 tokens when context the overflows"),
        (400, "The input token count (1200000) exceeds the maximum number of tokens allowed"),
        (413, "Payload Too Large"),
    ],
)
def test_what_is_too_long_is_told_with_fewer_turns_then_a_smaller_picture(
    server: Server, asking: Asking, status: int, words: str
) -> None:
    picture = Picture(Image.new("RGB", (2000, 2000)), "x")

    def no_room(request: dict[str, object]) -> web.Response:
        is_small = server.pictures()[0].width < 800
        return said("black") if is_small else refused(status, words)

    server.answers(no_room)
    assert asking(server.url).answer(about(picture, *HISTORY)).text == "black"
    assert [len(sent["messages"]) // 2 - 1 for sent in server.requests] == [8, 4, 2, 1, 0, 0]
    assert server.requests[1]["messages"][1]["content"][-1]["text"] == "question 4?"


def test_what_fits_nowhere_is_a_failure(
    server: Server, asking: Asking, red_above_blue: Picture
) -> None:
    server.answers(lambda _: refused(413))
    with pytest.raises(EndpointFailed):
        asking(server.url).answer(about(red_above_blue))


def test_arguments_that_a_server_refuses_are_left_out_from_then_on(
    server: Server, asking: Asking, red_above_blue: Picture
) -> None:
    def particular(request: dict[str, object]) -> web.Response:
        for name in ("max_tokens", "temperature", "logprobs"):
            if name in request:
                return refused(400, f"Unsupported parameter: '{name}' is not supported")
        return said("red")

    server.answers(particular)
    answerer = asking(server.url)
    assert answerer.answer(about(red_above_blue)).text == "red"
    assert len(server.requests) == 4
    assert server.requests[-1]["max_completion_tokens"] == server.requests[0]["max_tokens"]
    answerer.answer(about(red_above_blue))
    assert len(server.requests) == 5


def test_a_prompt_without_a_picture_is_written_to(server: Server, asking: Asking) -> None:
    server.answers("একটি লাল বৃত্ত")
    assert asking(server.url).write({"text": "Translate: a red circle"}) == "একটি লাল বৃত্ত"
    assert server.requests[0]["messages"] == [
        {"role": "user", "content": "Translate: a red circle"}
    ]


def test_the_key_is_in_no_error_no_traceback_and_no_log(
    server: Server, asking: Asking, red_above_blue: Picture, caplog: pytest.LogCaptureFixture
) -> None:
    chance = random.Random(3)
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
    caplog.set_level(logging.DEBUG)
    for _ in range(40):
        key = "sk-" + "".join(chance.choices(letters, k=chance.randint(12, 60)))
        status = chance.choice([200, 302, 400, 401, 403, 404, 413, 429, 500, 503])
        text = chance.choice([f"bad key {key}", f'{{"error": "{key} {key}"}}', key * 40])
        server.answers(lambda _, text=text, status=status: web.Response(text=text, status=status))  # type: ignore[misc]
        answerer = asking(server.url, key=key)
        with pytest.raises(EndpointFault) as raised:
            answerer.answer(about(red_above_blue))
        logging.getLogger("owner").error("it failed", exc_info=raised.value)
        shown = "".join(traceback.format_exception(raised.value))
        for told in (shown, repr(raised.value), repr(answerer), caplog.text):
            assert key not in told
        caplog.clear()


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://127.0.0.1:8000/v1", ""),
        ("http://192.168.1.20:11434/v1", ""),
        ("http://[::1]:8000/v1", ""),
        ("http://[fd00::7]/v1", ""),
        ("http://localhost/v1", ""),
        ("https://8.8.8.8/v1", "8.8.8.8"),
        ("https://[::ffff:8.8.8.8]/v1", "::ffff:8.8.8.8"),
        ("https://[2001:4860:4860::8888]/v1", "2001:4860:4860::8888"),
        ("https://nowhere.invalid/v1", "nowhere.invalid"),
    ],
)
def test_the_house_ends_at_the_private_networks(url: str, host: str) -> None:
    assert host_outside(url) == host
