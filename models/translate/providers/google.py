"""Google through deep-translator: opt-in, since what it translates leaves the house."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import TranslatorDown
from models.translate.sentences import split
from models.values import Language

if TYPE_CHECKING:
    from models.backends import Lends

# Bangla past 1,800 letters gives HTTP 400 (a letter is nine bytes in a URL), English past 5,000.
_LONGEST: dict[Language, int] = {"bn": 1700, "en": 4500}
_CHILD = Path(__file__).parents[1] / "google_child.py"


def load(_lender: Lends) -> GoogleTranslator:
    """It needs no model of ours."""
    return GoogleTranslator()


class GoogleTranslator:
    """Translates in a child process that is killed when its time is up.

    seconds: how long one call may take, all its texts together; url: another server, for tests.
    """

    name = "google"

    def __init__(self, seconds: float = 12.0, url: str = "") -> None:
        self._seconds = seconds
        self._url = url

    def translate(self, texts: Sequence[str], source: Language, target: Language) -> list[str]:
        """One text for each, in order. Raises `TranslatorDown` for any failure."""
        pieces = [chunks(text, _LONGEST[source]) for text in texts]
        flat = [piece for text in pieces for piece, _ in text]
        answers = iter(self._ask(flat, source, target) if flat else [])
        return ["".join(next(answers) + after for _, after in text) for text in pieces]

    def _ask(self, texts: list[str], source: Language, target: Language) -> list[str]:
        asked = {"texts": texts, "source": source, "target": target, "url": self._url}
        try:
            # -P: this folder must not stand before the standard library on the child's path.
            done = subprocess.run(  # noqa: S603 -- our own interpreter and file
                [sys.executable, "-P", str(_CHILD)],
                input=json.dumps(asked),
                capture_output=True,
                text=True,
                timeout=self._seconds,
                check=True,
            )
            answer = json.loads(done.stdout)
        except subprocess.TimeoutExpired as error:
            raise TranslatorDown(f"google: no answer in {self._seconds:g} s") from error
        except (OSError, subprocess.CalledProcessError, ValueError) as error:
            raise TranslatorDown(f"google: {error}") from error
        if "error" in answer:
            raise TranslatorDown(f"google: {answer['error']}")
        # The library returns None for what it could not read out of the page.
        if len(answer["texts"]) != len(texts) or not all(answer["texts"]):
            raise TranslatorDown("google: an empty answer")
        return list(answer["texts"])


def chunks(text: str, longest: int) -> list[tuple[str, str]]:
    """The text in pieces of at most `longest` letters, cut at sentences, else at spaces.

    Each with the white space after it; joined they are the text again.
    """
    found: list[tuple[str, str]] = []
    for sentence, after in split(text):
        rest = sentence
        while len(rest) > longest:
            cut = rest.rfind(" ", 1, longest)
            cut = cut if cut > 0 else longest
            found.append((rest[:cut], ""))
            rest = rest[cut:]
        last = found[-1] if found else None
        if last and rest == sentence and len(last[0] + last[1] + rest) <= longest:
            found[-1] = (last[0] + last[1] + rest, after)
        else:
            found.append((rest, after))
    return found
