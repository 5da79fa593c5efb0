"""An OpenAI-compatible server that answers questions: vLLM, Ollama, llama.cpp, or a hosted one."""

from __future__ import annotations

import base64
import io
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from models.abilities import Answer, Conversation, Picture
from models.answer.tidy import tidy
from models.errors import EndpointFailed


class EndpointAnswerer:
    """Asks the server at `url` for the model's answer. Blocking: seconds."""

    def __init__(self, url: str, model: str, key: SecretStr) -> None:
        import openai  # noqa: PLC0415 - slow to import

        self._host = urlsplit(url).hostname or ""
        self._model = model
        self._client = openai.OpenAI(base_url=url, api_key=key.get_secret_value() or "none")

    def answer(self, conversation: Conversation) -> Answer:
        """The answer; the server tells no confidence, so it counts as sure."""
        content: list[Any] = [
            {"type": "image_url", "image_url": {"url": _data_url(conversation.picture)}},
            {"type": "text", "text": conversation.question},
        ]
        done = self._client.chat.completions.create(
            model=self._model, messages=[{"role": "user", "content": content}], temperature=0
        )
        text = done.choices[0].message.content
        if not text:
            raise EndpointFailed("an empty answer", host=self._host)
        return Answer(tidy(text), 1.0)


def _data_url(picture: Picture) -> str:
    buffer = io.BytesIO()
    picture.image.save(buffer, "JPEG", quality=90)
    return f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode()}"
