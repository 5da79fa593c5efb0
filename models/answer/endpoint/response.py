"""Response: the few fields of a chat completion that we use; servers differ in all others."""

from __future__ import annotations

import math
from typing import Any

from pydantic import BaseModel, Field

from models.answer.decoding.reasoning import without_thoughts


class _Token(BaseModel):
    logprob: float


class _Logprobs(BaseModel):
    content: list[_Token] | None = None


class _Message(BaseModel):
    content: str | list[dict[str, Any]] | None = None
    refusal: str | None = None


class Choice(BaseModel):
    """One answer, as the server gives it."""

    message: _Message
    finish_reason: str | None = None
    logprobs: _Logprobs | None = None

    @property
    def text(self) -> str:
        """What it says, without what it thought first; some servers give it in parts."""
        content = self.message.content
        if isinstance(content, list):
            content = "".join(str(part.get("text", "")) for part in content)
        return without_thoughts(content or "").strip()

    @property
    def cut_off(self) -> bool:
        """Whether it ran out of tokens."""
        return self.finish_reason == "length"

    @property
    def is_refusal(self) -> bool:
        """Whether the model, or a filter around it, declines."""
        return bool(self.message.refusal) or self.finish_reason == "content_filter"

    @property
    def confidence(self) -> float | None:
        """Geometric mean of the token probabilities, 0 to 1; None where they weren't told."""
        tokens = (self.logprobs and self.logprobs.content) or []
        if not tokens:
            return None
        mean = sum(token.logprob for token in tokens) / len(tokens)
        return min(1.0, math.exp(mean)) if math.isfinite(mean) else None


class Completion(BaseModel):
    """The whole response."""

    choices: list[Choice] = Field(min_length=1)
