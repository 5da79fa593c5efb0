"""Client of an OpenAI-compatible server: vLLM, Ollama, llama.cpp, or a hosted one.

What such servers disagree about is learnt from what they refuse: a 400 that names one of our
optional arguments is answered by asking again without it, one that says that the conversation is
too long by telling less of it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError

from models.answer.decoding.clean_answer import tidy
from models.answer.endpoint.host import host_outside
from models.answer.endpoint.request import smaller, talk
from models.answer.endpoint.response import Choice, Completion
from models.backends import Writer
from models.concurrency.heartbeat import waiting
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
from models.values import Answer, Conversation

if TYPE_CHECKING:
    import openai

log = logging.getLogger(__name__)

MAX_TOKENS = 1024
"""An answer takes a tenth of it; a model that thinks first takes it from the same allowance."""
_CONNECT_SECONDS = 10.0
_TRIES = 8
"""Requests for one question at most: some learn what the server refuses, some tell it less."""

# OpenAI, vLLM, llama.cpp, Ollama, LM Studio, Gemini and Claude, in this order; 413 is anyone's.
_TOO_LONG = re.compile(
    r"context_length_exceeded|maximum (?:context|model) length|exceed.{0,30}context"
    r"|prompt (?:is )?too long|context (?:length|size|window|the overflows)|input token count"
    r"|request_too_large|too many tokens",
    re.IGNORECASE,
)
_OPTIONAL = ("temperature", "logprobs", "max_tokens", "max_completion_tokens")
_STATUS: dict[int, type[EndpointFault]] = {
    401: EndpointRefused,
    402: EndpointRefused,
    403: EndpointRefused,
    404: EndpointUnknown,
    405: EndpointUnknown,
    408: EndpointSlow,
    429: EndpointBusy,
    504: EndpointSlow,
}


class EndpointAnswerer(Writer):
    """Asks the server at `url` for the model's answer. Blocking: seconds. Safe for threads.

    seconds: how long one request may take, its whole answer included; retries: how often the
    client asks again, with growing pauses or the server's own, where the server is busy or fails.
    """

    template = ""
    """The server has its own."""

    def __init__(
        self, url: str, model: str, key: SecretStr, seconds: float = 60.0, retries: int = 2
    ) -> None:
        """Asks the server nothing yet; looks the host up."""
        import httpx2  # slow to import; openai's own client
        import openai

        from models.answer.endpoint.limits import bounded

        self._host = urlsplit(url).hostname or ""
        self._model = model
        self._key = key
        # A proxy of the environment is for what lies outside.
        direct: dict[str, Any] = {"http://": None, "https://": None}
        self._client = openai.OpenAI(
            base_url=url,
            api_key=key.get_secret_value() or "none",
            max_retries=retries,
            timeout=httpx2.Timeout(seconds, connect=min(_CONNECT_SECONDS, seconds)),
            default_headers={"Accept-Encoding": "identity"},
            # The photo goes where the settings say, and nowhere that this place points to.
            http_client=openai.DefaultHttpxClient(
                follow_redirects=False,
                event_hooks={"response": [bounded(seconds)]},
                mounts=None if host_outside(url) else direct,
            ),
        )
        self._arguments: dict[str, Any] = {
            "temperature": 0,
            "logprobs": True,
            "max_tokens": MAX_TOKENS,
        }

    def answer(self, conversation: Conversation) -> Answer:
        """The answer; its confidence is None where the server tells no probabilities.

        Raises `EndpointFault`s.
        """
        choice = self._ask(talk(each) for each in smaller(conversation))
        return Answer(
            tidy(choice.text, ended=not choice.cut_off),
            choice.confidence,
            pictures=1 + len(conversation.others),
        )

    def write(self, entry: Mapping[str, str]) -> str:
        """What the model writes to a turn without a picture, whose "text" is the prompt.

        Raises `EndpointFault`s.
        """
        return self._ask(iter([[{"role": "user", "content": entry["text"]}]])).text

    def close(self) -> None:
        """End the connections."""
        self._client.close()

    def _ask(self, talks: Iterator[list[Any]]) -> Choice:
        """The server's choice for the first of the talks that is not too long for it."""
        import openai

        messages = next(talks)
        for _ in range(_TRIES):
            try:
                return self._once(messages)
            except openai.APIStatusError as error:
                said = self._said(error)
                if self._learn(error.status_code, said):
                    continue
                shorter = next(talks, None) if _is_too_long(error.status_code, said) else None
                if shorter is None:
                    raise self._fault(error, said) from None
                log.info("%s has no room for so long a conversation", self._host)
                messages = shorter
            except openai.OpenAIError as error:
                # Without its cause: what such an error carries holds the key and the photo.
                raise self._fault(error, "") from None
        raise EndpointFailed("it refuses every form of the question", host=self._host)

    def _once(self, messages: list[Any]) -> Choice:
        with waiting():  # not for ever: the client sees to that
            raw = self._client.chat.completions.with_raw_response.create(
                model=self._model, messages=messages, **self._arguments
            )
        try:
            (choice, *_) = Completion.model_validate_json(raw.content).choices
        except (ValidationError, ValueError):
            raise EndpointFailed("no chat completion came back", host=self._host) from None
        if choice.is_refusal:
            raise EndpointDeclined("it declines to answer", host=self._host)
        if not choice.text:
            raise EndpointFailed("an empty answer", host=self._host)
        return choice

    def _learn(self, status: int, said: str) -> bool:
        """Whether the refusal names an argument of ours that can be left out from now on."""
        named = next((name for name in _OPTIONAL if re.search(rf"\b{name}\b", said)), None)
        if status not in (400, 403, 422) or named not in self._arguments or _is_too_long(400, said):
            return False
        arguments = {name: value for name, value in self._arguments.items() if name != named}
        if named == "max_tokens":
            # OpenAI's models that think take it under this name alone.
            arguments["max_completion_tokens"] = MAX_TOKENS
        self._arguments = arguments
        log.info("%s takes no %s", self._host, named)
        return True

    def _said(self, error: openai.APIStatusError) -> str:
        """What the server says is wrong, without our key, which some repeat."""
        said = " ".join(error.response.text[:2000].split())
        key = self._key.get_secret_value()
        return said.replace(key, "[key]") if key else said

    def _fault(self, error: openai.OpenAIError, said: str) -> EndpointFault:
        import openai

        from models.answer.endpoint.limits import ResponseTooLarge, TooSlow

        kind: type[EndpointFault] = EndpointFailed
        if isinstance(error, openai.APITimeoutError | TooSlow):
            kind = EndpointSlow
        elif isinstance(error, openai.APIConnectionError):
            kind = EndpointUnreachable
        elif isinstance(error, openai.APIStatusError):
            status = error.status_code
            kind = EndpointUnknown if 300 <= status < 400 else _STATUS.get(status, EndpointFailed)
            # Not what it says: servers repeat keys there, and what was asked.
            return kind(f"{self._host} answered {status}{_code(said)}", host=self._host)
        why = (
            "far too long an answer"
            if isinstance(error, ResponseTooLarge)
            else type(error).__name__
        )
        return kind(f"{self._host}: {why}", host=self._host)


def _code(said: str) -> str:
    """The short word by which a server names a fault, like context_length_exceeded; "" for none."""
    found = re.search(r'"(?:code|type)":\s*"([a-z][a-z_]{2,40})"', said)
    return f" ({found[1]})" if found else ""


def _is_too_long(status: int, said: str) -> bool:
    return status == 413 or (status in (400, 422, 500) and bool(_TOO_LONG.search(said)))
