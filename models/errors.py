"""Errors of pictures, models and voices, as one tree.

    ChokhError                                                     sentence
    ├── BadPicture             the person's file is at fault; another one may do
    │   ├── PictureTooHeavy    over 20 MB
    │   ├── PictureTooLarge    over 50 megapixels
    │   ├── PictureBroken      truncated or damaged
    │   ├── PictureUnknown     not a picture we can open
    │   └── FilmBroken         a video that does not decode
    ├── BadDocument            the person's PDF is at fault
    │   ├── DocumentBroken     damaged, or no PDF
    │   ├── DocumentLocked     asks for a password
    │   ├── DocumentUnsafe     opening it takes too much           file-unsafe
    │   └── DocumentTooHeavy   over 20 MB                          picture-too-heavy
    ├── BadSound               the person's voice message is at fault
    │   ├── SoundBroken        damaged, or no sound
    │   ├── SoundSilent        nothing is said in it
    │   └── SoundTooLong       over 60 s
    ├── BadText                the person's words are at fault
    │   ├── TextEmpty          nothing to work on
    │   ├── NothingToSay       no letter and no figure in it
    │   ├── TextTooLong        over the limit
    │   └── ReplyToFile        asks about a file that is no picture
    ├── NotUnderstood          the translator does not know the words   question-not-understood
    ├── NotAgreed              the photo would leave the house; nobody was asked   consent-ask
    ├── Disagreed              the photo would leave the house; they said no       consent-refused
    │   └── OwnerUnasked       the same, of who sent the photo to a group  consent-of-sender
    ├── Busy                   the queue is full
    └── MachineFault           the machine is at fault; the owner must mend it
        ├── ModelMissing       no such checkpoint on this machine
        ├── ModelDamaged       weights cut short or of another model
        ├── DownloadFailed     the hub did not give it
        │   └── DownloadUnknown   it has none of this name, or not for all
        ├── OutOfMemory        even the smaller try did not fit
        ├── TranslatorDown     no provider answered
        ├── EndpointFault      a server that answers questions did not
        │   ├── EndpointUnreachable   no connection
        │   ├── EndpointSlow          no answer in time
        │   ├── EndpointRefused       401, 403: the key is wrong
        │   ├── EndpointUnknown       404: no such model or address there
        │   ├── EndpointBusy          429: over its limit
        │   ├── EndpointDeclined      it does not want to answer
        │   └── EndpointFailed        5xx, or an answer without words
        ├── AbilitiesAway      the cluster does not answer
        ├── SpeakerDown        no voice could speak
        ├── WritingUnknown     Tesseract lacks a language
        ├── ReadingSlow        a picture's writing took too long
        ├── SettingWrong       a setting names what is not there
        └── AbilityFailed      something unforeseen, logged whole  failed

Each leaf's `key` is that of a sentence in handlers/i18n/words/*.ftl: its name, "picture-broken",
unless another stands above. `arguments` are the sentence's variables.
`str(error)` is for the owner's log, in English, and never shown to a person who writes.
"""

from __future__ import annotations

import re
from typing import ClassVar


class ChokhError(Exception):
    """Anything that we foresee. `key` names the sentence for the person.

    heard: the sentence that says back what was heard before it went wrong, "" where nothing was.
    """

    key: ClassVar[str] = "failed"
    heard = ""

    def __init_subclass__(cls, key: str = "") -> None:
        cls.key = key or re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    def __init__(self, detail: str = "", **arguments: str | int | float) -> None:
        super().__init__(detail or self.key)
        self.arguments = arguments


class BadPicture(ChokhError, key="failed"):
    """The file that the person sent can't be used."""


class PictureTooHeavy(BadPicture):
    """More bytes than Telegram lets a bot fetch. Arguments: megabytes."""


class PictureTooLarge(BadPicture):
    """More pixels than we decode. Arguments: megapixels."""


class PictureBroken(BadPicture):
    """A picture's bytes that end early or don't decode."""


class PictureUnknown(BadPicture):
    """Bytes that no decoder of ours knows."""


class PictureUnsafe(BadPicture, key="file-unsafe"):
    """A picture or video that took too much time or memory to open, or ended its decoder."""


class FilmBroken(BadPicture):
    """A video's bytes that end early, hold no picture or don't decode."""


class BadDocument(ChokhError, key="failed"):
    """The PDF that the person sent can't be used."""


class DocumentBroken(BadDocument):
    """Bytes that are no PDF, or a damaged one."""


class DocumentLocked(BadDocument):
    """A PDF that opens with a password alone."""


class DocumentUnsafe(BadDocument, key="file-unsafe"):
    """A PDF that did."""


class DocumentTooHeavy(BadDocument, key="picture-too-heavy"):
    """More bytes than Telegram lets a bot fetch. Arguments: megabytes."""


class BadSound(ChokhError, key="failed"):
    """The voice message can't be used."""


class SoundBroken(BadSound):
    """Bytes that no decoder of ours knows, or that end early."""


class SoundUnsafe(BadSound, key="file-unsafe"):
    """A sound that did."""


class SoundSilent(BadSound):
    """Nothing is said in it."""


class SoundTooLong(BadSound):
    """Longer than a question may be. Arguments: seconds, limit."""


class BadText(ChokhError, key="failed"):
    """The text that the person sent can't be used."""


class TextEmpty(BadText):
    """Nothing to ask."""


class NothingToSay(BadText):
    """Only marks, emoji or nothing at all: no voice could say it."""


class TextTooLong(BadText):
    """Longer than a question may be. Arguments: letters, limit."""


class ReplyToFile(BadText):
    """What is asked replies to a file that nobody can look at."""


class NotUnderstood(ChokhError, key="question-not-understood"):
    """Words that the translator has never seen: an answer would be a guess."""


class NotAgreed(ChokhError, key="consent-ask"):
    """The photo would go to this host, and the person hasn't been asked yet. Arguments: host."""


class Disagreed(ChokhError, key="consent-refused"):
    """The photo would go to this host, and the person does not want it. Arguments: host."""


class OwnerUnasked(Disagreed, key="consent-of-sender"):
    """The photo would go to this host; who sent it to the group has not agreed. Arguments: host."""


class Busy(ChokhError):
    """The queue is full; nothing is lost, it is tried again."""


class MachineFault(ChokhError, key="failed"):
    """Something that the owner must mend."""


class ModelMissing(MachineFault):
    """A checkpoint that is not on this machine. Arguments: model."""


class ModelDamaged(MachineFault):
    """A checkpoint whose files can't be loaded. Arguments: model."""


class DownloadFailed(MachineFault):
    """The hub did not give a checkpoint. Arguments: model."""


class DownloadUnknown(DownloadFailed):
    """The hub has no such checkpoint, or gives it only to who asks by name. Arguments: model."""


class OutOfMemory(MachineFault):
    """The model or its input did not fit, even smaller."""


class TranslatorDown(MachineFault):
    """A provider that gave no usable answer."""


class EndpointFault(MachineFault, key="failed"):
    """A server that answers questions gave no answer."""


class EndpointUnreachable(EndpointFault):
    """No connection. Arguments: host."""


class EndpointSlow(EndpointFault):
    """No answer in time. Arguments: host."""


class EndpointDeclined(EndpointFault):
    """The model, or a filter of the server, does not want to answer. Arguments: host."""


class EndpointRefused(EndpointFault):
    """The server does not accept the key. Arguments: host."""


class EndpointUnknown(EndpointFault):
    """The server knows no such model or address. Arguments: host."""


class EndpointBusy(EndpointFault):
    """The server's limit is reached. Arguments: host."""


class EndpointFailed(EndpointFault):
    """The server failed, or its answer holds no words. Arguments: host."""


class AbilitiesAway(MachineFault):
    """The machines that have the models did not answer. Arguments: host."""


class SpeakerDown(MachineFault):
    """A voice that made no usable sound."""


class WritingUnknown(MachineFault):
    """Tesseract is not there, or lacks a language. Arguments: languages."""


class ReadingSlow(MachineFault):
    """The writing on a picture could not be read in time."""


class SettingWrong(MachineFault):
    """A setting that can't be followed. Arguments: setting."""


class AbilityFailed(MachineFault, key="failed"):
    """Something in a backend that nobody foresaw; its traceback is in the log."""
