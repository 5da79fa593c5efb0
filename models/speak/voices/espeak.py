"""The espeak-ng program: the voice that has never failed, and the yardstick for the others."""

from __future__ import annotations

import logging
import subprocess

from models.errors import SpeakerDown
from models.settings import ModelsSettings
from models.speak.pronounce import respelled
from models.values import Language, Speech

log = logging.getLogger(__name__)

SLOWEST, FASTEST = 80, 450
"""Words per minute between which espeak-ng follows a rate; outside it clamps in silence."""

# Louder than 100 adds nothing that can be heard, and 150 and above clips.
_AMPLITUDE = "100"
# With --stdout the header is written before the length is known, so its sizes are
# placeholders: the samples are simply everything after these 44 bytes.
_HEADER = 44
_SAMPLE_RATE_AT = slice(24, 28)


def load(_settings: ModelsSettings) -> EspeakSpeaker:
    """It needs nothing but the program."""
    return EspeakSpeaker()


class EspeakSpeaker:
    """Speaks through one run of the program for each text: about 20 ms for 14 s of speech."""

    PITCH = 50
    """The pitch that the voice has by itself, of 0 to 99."""

    def __init__(self, program: str = "espeak-ng", timeout: float = 20.0) -> None:
        """`timeout`: seconds for one text."""
        self._program = program
        self._timeout = timeout

    def speak(self, text: str, language: Language, rate: int, pitch: int = 50) -> Speech:
        """The text's sound at `rate` words per minute, `pitch` 0 to 99. Raises `SpeakerDown`."""
        options = ["-s", str(rate), "-p", str(pitch), "-a", _AMPLITUDE, "--stdout"]
        output = self._run(text, language, options)
        samples = output[_HEADER:]
        if not samples:
            raise self._down("no sound came out")
        sample_rate = int.from_bytes(output[_SAMPLE_RATE_AT], "little")
        return Speech(samples[: len(samples) // 2 * 2], sample_rate)

    def ipa(self, text: str, language: Language) -> str:
        """How the text is said, in the International Phonetic Alphabet. Raises `SpeakerDown`."""
        return " ".join(self._run(text, language, ["-q", "--ipa"]).decode(errors="replace").split())

    def _run(self, text: str, language: Language, options: list[str]) -> bytes:
        """What the program prints.

        The text goes in through standard input: as an argument, "-5" would be an option.
        """
        command = [self._program, "-b", "1", "-v", language, *options, "--stdin"]
        given = respelled(text) if language == "bn" else text
        try:
            done = subprocess.run(  # noqa: S603 (the program is ours to choose, the text is not in it)
                command,
                input=given.encode(),
                capture_output=True,
                timeout=self._timeout,
                check=False,
            )
        except FileNotFoundError as error:
            log.error("%s is not installed; try: sudo apt-get install espeak-ng", self._program)
            raise SpeakerDown(f"{self._program} is not installed") from error
        except (OSError, subprocess.TimeoutExpired) as error:
            log.error("%s did not speak: %s", self._program, error.__class__.__name__)
            raise SpeakerDown(f"{self._program} did not run") from error
        if done.returncode != 0:
            raise self._down(done.stderr.decode(errors="replace").strip() or "it failed")
        return done.stdout

    def _down(self, reason: str) -> SpeakerDown:
        log.error(
            "%s: %s; try: sudo apt-get install --reinstall espeak-ng-data", self._program, reason
        )
        return SpeakerDown(f"{self._program}: {reason}")

    def close(self) -> None:
        """Nothing stays open."""
