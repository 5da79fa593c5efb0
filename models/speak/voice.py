"""Voice: a text made ready, said sentence by sentence, by the first speaker that can."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from models.backends import Closing, Speaker
from models.errors import SpeakerDown
from models.media.loudness import levelled
from models.media.opus import at_rate
from models.speak.language_runs import runs
from models.speak.normalise.normalise import speakable
from models.speak.sentences import sentences
from models.speak.voices.espeak import FASTEST, SLOWEST, EspeakSpeaker
from models.speak.voices.pyttsx3 import Pyttsx3Speaker
from models.values import Language, Speech

log = logging.getLogger(__name__)


class Voice:
    """Says whole texts. Where a speaker fails at a sentence, the next one says it.

    Never a message with a sentence missing: all of it, or `SpeakerDown`.
    """

    def __init__(self, speakers: Sequence[Speaker]) -> None:
        """`speakers`: in order of preference."""
        self._speakers = tuple(speakers)
        # pyttsx3 speaks with espeak-ng's own voice: its pitch is the program's to change.
        self._is_espeaks = isinstance(self._speakers[0], EspeakSpeaker | Pyttsx3Speaker)
        self._espeak = EspeakSpeaker()
        self.sentences = 0
        self.fallbacks = 0

    def pieces(self, text: str, language: Language) -> list[tuple[Language, str]]:
        """The text in pieces that are said one by one, each language by a voice of its own.

        Raises `NothingToSay` where there is nothing to say.
        """
        return [
            piece
            for sentence in sentences(speakable(text, language))
            for piece in runs(sentence, language)
        ]

    def say(
        self, piece: tuple[Language, str], rate: int, pitch: int = EspeakSpeaker.PITCH
    ) -> Speech:
        """A piece's sound at `rate` words per minute. Raises `SpeakerDown` where nobody can.

        pitch: 0 to 99, as espeak-ng has it; voices of other engines have but one. All are equally
        loud. A speaker leaves its pause after each sentence, so that joined they sound as one text.
        """
        language, sentence = piece
        return levelled(self._say(sentence, language, min(max(rate, SLOWEST), FASTEST), pitch))

    def speak(
        self, text: str, language: Language, rate: int, pitch: int = EspeakSpeaker.PITCH
    ) -> Speech:
        """The whole text's sound. Raises `NothingToSay`, `SpeakerDown`."""
        said = [self.say(piece, rate, pitch) for piece in self.pieces(text, language)]
        # A sentence that another speaker said may have another rate: nothing is lost upwards.
        rate = max(piece.rate for piece in said)
        return Speech(b"".join(at_rate(piece, rate).samples for piece in said), rate)

    def close(self) -> None:
        """End what the speakers keep running."""
        for speaker in self._speakers:
            if isinstance(speaker, Closing):
                speaker.close()

    def _say(self, sentence: str, language: Language, rate: int, pitch: int) -> Speech:
        self.sentences += 1
        if pitch != EspeakSpeaker.PITCH and self._is_espeaks:
            try:
                return self._espeak.speak(sentence, language, rate, pitch)
            except SpeakerDown as error:
                log.warning("no other pitch: %s", error)
        for place, speaker in enumerate(self._speakers):
            try:
                speech = speaker.speak(sentence, language, rate)
            except SpeakerDown as error:
                # The sentence itself stays out of the log: it is what a person's photo shows.
                log.warning("%s failed: %s", speaker.__class__.__name__, error)
                continue
            self.fallbacks += place > 0
            return speech
        raise SpeakerDown("no speaker could say it")
