"""Voice messages: texts encoded while the rest is spoken, begun before the text is whole."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

from models.concurrency.heartbeat import alive
from models.errors import SpeakerDown
from models.media.opus import Recording
from models.values import Language, Sound, Speech

LEAD = 0.18
"""Seconds of silence before the first word: wireless earphones wake up meanwhile, and would
swallow it."""
_BEGUN = 16
"""Messages that may lie begun; the oldest goes first. A minute of speech takes 3 MB."""

Piece = tuple[Language, str]
"""Part of a sentence, and the language that it is in."""


class SpeakingVoice(Protocol):
    """What says texts, a piece at a time; `models.speak.voice.Voice` does."""

    def pieces(self, text: str, language: Language) -> list[Piece]:
        """The text in the pieces that are said one by one. Raises `NothingToSay`."""

    def say(self, piece: Piece, rate: int, pitch: int = 50) -> Speech:
        """A piece's sound. Raises `SpeakerDown`."""

    def close(self) -> None:
        """End what it keeps running."""


@dataclass
class _Begun:
    """A message under way. said: the pieces that are in it."""

    rate: int
    pitch: int
    said: list[Piece] = field(default_factory=list)
    recording: Recording = field(default_factory=Recording)

    def leads_to(self, pieces: Sequence[Piece], rate: int, pitch: int) -> bool:
        """Whether the message of those pieces begins with this."""
        same = (self.rate, self.pitch) == (rate, pitch)
        return same and self.said == list(pieces[: len(self.said)])


class Messages:
    """Makes voice messages. For one thread at a time; it has another to speak on.

    What was begun is only ever continued: into a text that begins with just those words, said just
    so. Any other text is said from its beginning.
    """

    def __init__(self, voice: SpeakingVoice) -> None:
        """Nothing is said before it is asked for."""
        self._voice = voice
        self._speaking = ThreadPoolExecutor(1, thread_name_prefix="voice")
        self._begun: OrderedDict[int, _Begun] = OrderedDict()
        self._count = 0

    def begin(self, text: str, language: Language, rate: int, pitch: int = 50) -> None:
        """Begin the message of a text that will begin so, with whole sentences.

        Raises `SpeakerDown`, `NothingToSay`.
        """
        pieces = self._voice.pieces(text, language)
        message = self._taken(pieces, rate, pitch)
        self._go_on(message, pieces)
        self._count += 1
        self._begun[self._count] = message
        while len(self._begun) > _BEGUN:
            self._begun.popitem(last=False)

    def speak(self, text: str, language: Language, rate: int, pitch: int = 50) -> Sound:
        """The text's message, `LEAD` seconds of silence before it; all of it, or `SpeakerDown`.

        Raises `NothingToSay` where there is nothing to say.
        """
        pieces = self._voice.pieces(text, language)
        message = self._taken(pieces, rate, pitch)
        self._go_on(message, pieces)
        if not message.recording.seconds:
            raise SpeakerDown("no sound")
        return message.recording.finish()

    def close(self) -> None:
        """Drop what was begun, and end what the voice keeps running."""
        self._begun.clear()
        self._speaking.shutdown(cancel_futures=True)
        self._voice.close()

    def _taken(self, pieces: Sequence[Piece], rate: int, pitch: int) -> _Begun:
        """The longest begun message that leads to those pieces, taken out; else a new one."""
        fitting = [
            (len(message.said), number)
            for number, message in self._begun.items()
            if message.leads_to(pieces, rate, pitch)
        ]
        return self._begun.pop(max(fitting)[1]) if fitting else _Begun(rate, pitch)

    def _go_on(self, message: _Begun, pieces: Sequence[Piece]) -> None:
        """Bring the message to the end of those pieces."""
        rest = pieces[len(message.said) :]
        for piece, speech in zip(rest, self._spoken(rest, message), strict=True):
            if speech.samples and not message.recording.seconds:
                message.recording.add(Speech(bytes(2 * int(LEAD * speech.rate)), speech.rate))
            message.recording.add(speech)
            message.said.append(piece)
            alive()

    def _spoken(self, pieces: Sequence[Piece], message: _Begun) -> Iterator[Speech]:
        """Each piece's sound; the next is made on the other thread while one is encoded."""

        def say(piece: Piece) -> Speech:
            return self._voice.say(piece, message.rate, message.pitch)

        coming = [self._speaking.submit(say, piece) for piece in pieces]
        try:
            for future in coming:
                yield future.result()
        finally:
            for future in coming:
                future.cancel()
