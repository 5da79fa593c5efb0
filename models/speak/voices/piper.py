"""Piper: the `piper` program with a voice file (.onnx, its .onnx.json beside it).

The program is free software of its own (GPL-3), so it is run, never imported, and nothing here
needs it: `pip install piper-tts`. Loading the voice takes it most of a second for each sentence.
"""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
from pathlib import Path

from models.errors import SpeakerDown
from models.settings import ModelsSettings
from models.values import Language, Speech

log = logging.getLogger(__name__)

_NATURAL = 150
"""Words per minute that count as a voice's own pace (`--length-scale` 1)."""
_PAUSE = 0.3
"""Seconds after a sentence at that pace."""
INSTALL = "pip install piper-tts"


def load(settings: ModelsSettings) -> PiperSpeaker:
    """Nothing is looked for before it first speaks."""
    speak = settings.speak
    return PiperSpeaker({"bn": speak.model, "en": speak.english}, settings.folder)


class PiperSpeaker:
    """Speaks through one run of the program for each sentence.

    voices: a voice file for each language, "" where there is none; folder: where it is looked for.
    """

    def __init__(
        self,
        voices: dict[Language, str],
        folder: str = "",
        program: str = "piper",
        timeout: float = 30.0,
    ) -> None:
        """`timeout`: seconds for one sentence."""
        self._voices = voices
        self._folder = folder
        self._program = program
        self._timeout = timeout

    def speak(self, text: str, language: Language, rate: int) -> Speech:
        """One sentence's sound, about `rate` words per minute. Raises `SpeakerDown`.

        The text goes in through standard input: as an argument, anyone could read it.
        """
        voice = self._voice(language)
        sample_rate = _sample_rate(voice)
        pace = rate / _NATURAL
        program = found(self._program)
        if program is None:
            log.error("%s is not installed; try: %s", self._program, INSTALL)
            raise SpeakerDown(f"{self._program} is not installed")
        command = [program, "--model", str(voice), "--output-raw"]
        command += ["--length-scale", f"{1 / pace:.3f}"]
        line = " ".join(text.split())  # a line for each utterance
        try:
            done = subprocess.run(  # noqa: S603 (the program is ours to choose, the text is not in it)
                command,
                input=f"{line}\n".encode(),
                capture_output=True,
                timeout=self._timeout,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            log.error("%s did not speak: %s", self._program, error.__class__.__name__)
            raise SpeakerDown(f"{self._program} did not run") from None
        if done.returncode != 0 or len(done.stdout) < 2:  # less than a sample
            # What it prints may hold the sentence.
            log.error("%s ended with %d and no sound", self._program, done.returncode)
            raise SpeakerDown(f"{self._program} ended with {done.returncode}")
        samples = done.stdout[: len(done.stdout) // 2 * 2]
        return Speech(samples + bytes(2 * int(sample_rate * _PAUSE / pace)), sample_rate)

    def close(self) -> None:
        """Nothing stays open."""

    def _voice(self, language: Language) -> Path:
        name = self._voices.get(language, "")
        if not name:
            raise SpeakerDown(f"no Piper voice is set for {language}")
        file = voice_file(name, self._folder)
        if file is None:
            log.error("the voice file %s is not there: speak = { model = … } names it", name)
            raise SpeakerDown(f"no voice file {name}")
        return file


def found(program: str) -> str | None:
    """The program's path: in the search path, or beside the Python that runs us."""
    beside = Path(sys.executable).parent / program
    return shutil.which(program) or (str(beside) if beside.is_file() else None)


def voice_file(name: str, folder: str) -> Path | None:
    """The voice of this name, here or in the folder of checkpoints."""
    places = (Path(name).expanduser(), Path(folder).expanduser() / name)
    return next((file for file in places if file.is_file()), None)


def _sample_rate(voice: Path) -> int:
    """Samples a second, from the file beside the voice."""
    config = voice.with_name(f"{voice.name}.json")
    try:
        return int(json.loads(config.read_text(encoding="utf-8"))["audio"]["sample_rate"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.error("%s can't be read; it comes with the voice", config)
        raise SpeakerDown(f"{config.name} can't be read") from error
