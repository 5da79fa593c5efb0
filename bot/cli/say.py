"""`chokh say`: texts as the bot's voice says them, or what espeak-ng is given to say of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.shared.terminal import terminal
from bot.terminal import say
from models import speak
from models.media.opus import encode
from models.speak.normalise.normalise import speakable
from models.speak.normalise.number_words import spelled
from models.speak.voices.espeak import EspeakSpeaker

if TYPE_CHECKING:
    from bot.settings import Settings
    from models.values import Language


def say_texts(
    settings: Settings, texts: Sequence[str], lang: Language | None, out: Path, ipa: bool
) -> None:
    """Write one recording of all the texts, or print a line of IPA for each.

    Nothing is written or printed where one of them has nothing to say.
    """
    language = lang or settings.replies.language
    with terminal(language):
        voice = speak.load(settings.models)
        if language == "bn":
            register = settings.replies.register_
            texts = [spelled(speakable(text, "bn"), "bn", register) for text in texts]
        try:
            if ipa:
                espeak = EspeakSpeaker()
                pieces = [voice.pieces(text, language) for text in texts]
                for said in pieces:
                    say(" ".join(espeak.ipa(piece, spoken) for spoken, piece in said))
            else:
                speech = voice.speak("\n".join(texts), language, settings.replies.rate)
                out.write_bytes(encode(speech).data)
                say(f"{out}: {speech.seconds:.1f} s")
        finally:
            voice.close()
