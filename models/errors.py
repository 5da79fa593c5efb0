"""The tree of what can go wrong with a picture, a model or a voice.

    ChokhError                 sentence
    ├── BadPicture             the person's file is at fault; another one may do
    │   ├── PictureTooHeavy    over 20 MB                          picture-too-heavy
    │   ├── PictureTooLarge    over 50 megapixels                  picture-too-large
    │   ├── PictureBroken      truncated or damaged                picture-broken
    │   ├── PictureUnknown     not a picture we can open           picture-unknown
    │   └── FilmBroken         a video that does not decode        film-broken
    ├── BadDocument            the person's PDF is at fault
    │   ├── DocumentBroken     damaged, or no PDF                  document-broken
    │   ├── DocumentLocked     asks for a password                 document-locked
    │   └── DocumentTooHeavy   over 20 MB                          picture-too-heavy
    ├── BadSound               the person's voice message is at fault
    │   ├── SoundBroken        damaged, or no sound                sound-broken
    │   ├── SoundSilent        nothing is said in it               sound-silent
    │   └── SoundTooLong       over 60 s                           sound-too-long
    ├── BadText                the person's words are at fault
    │   ├── TextEmpty          nothing to work on                  text-empty
    │   ├── NothingToSay       no letter and no figure in it       nothing-to-say
    │   └── TextTooLong        over the limit                      text-too-long
    ├── NotUnderstood          the translator does not know the words   question-not-understood
    ├── NotAgreed              the photo would leave the house; nobody was asked   consent-ask
    ├── Disagreed              the photo would leave the house; they said no       consent-refused
    ├── Busy                   the queue is full                   busy
    └── MachineFault           the machine is at fault; the owner must mend it
        ├── ModelMissing       no such checkpoint on this machine  model-missing
        ├── ModelDamaged       weights cut short or of another model   model-damaged
        ├── DownloadFailed     the hub did not give it             download-failed
        │   └── DownloadUnknown   it has none of this name, or not for all   download-unknown
        ├── OutOfMemory        even the smaller try did not fit    out-of-memory
        ├── TranslatorDown     no provider answered                translator-down
        ├── EndpointFault      a server that answers questions did not
        │   ├── EndpointUnreachable   no connection                         endpoint-unreachable
        │   ├── EndpointSlow          no answer in time                     endpoint-slow
        │   ├── EndpointRefused       401, 403: the key is wrong            endpoint-refused
        │   ├── EndpointUnknown       404: no such model or address there   endpoint-unknown
        │   ├── EndpointBusy          429: over its limit                   endpoint-busy
        │   ├── EndpointDeclined      it does not want to answer            endpoint-declined
        │   └── EndpointFailed        5xx, or an answer without words       endpoint-failed
        ├── AbilitiesAway      the cluster does not answer         abilities-away
        ├── SpeakerDown        no voice could speak                speaker-down
        ├── WritingUnknown     Tesseract lacks a language          writing-unknown
        ├── ReadingSlow        a picture's writing took too long   reading-slow
        ├── SettingWrong       a setting names what is not there   setting-wrong
        └── AbilityFailed      something unforeseen, logged whole  failed

Each leaf's `key` names a sentence in handlers/i18n/words/*.ftl; `arguments` are its variables.
`str(error)` is for the owner's log, in English, and never shown to a person who writes.
"""

from __future__ import annotations

from typing import ClassVar


class ChokhError(Exception):
    """Anything that we foresee. `key` names the sentence for the person.

    heard: the sentence that says back what was heard before it went wrong, "" where nothing was.
    """

    key: ClassVar[str] = "failed"
    heard = ""

    def __init__(self, detail: str = "", **arguments: str | int | float) -> None:
        super().__init__(detail or self.key)
        self.arguments = arguments


class BadPicture(ChokhError):
    """The file that the person sent can't be used."""


class PictureTooHeavy(BadPicture):
    """More bytes than Telegram lets a bot fetch. Arguments: megabytes."""

    key = "picture-too-heavy"


class PictureTooLarge(BadPicture):
    """More pixels than we decode. Arguments: megapixels."""

    key = "picture-too-large"


class PictureBroken(BadPicture):
    """A picture's bytes that end early or don't decode."""

    key = "picture-broken"


class PictureUnknown(BadPicture):
    """Bytes that no decoder of ours knows."""

    key = "picture-unknown"


class FilmBroken(BadPicture):
    """A video's bytes that end early, hold no picture or don't decode."""

    key = "film-broken"


class BadDocument(ChokhError):
    """The PDF that the person sent can't be used."""


class DocumentBroken(BadDocument):
    """Bytes that are no PDF, or a damaged one."""

    key = "document-broken"


class DocumentLocked(BadDocument):
    """A PDF that opens with a password alone."""

    key = "document-locked"


class DocumentTooHeavy(BadDocument):
    """More bytes than Telegram lets a bot fetch. Arguments: megabytes."""

    key = "picture-too-heavy"


class BadSound(ChokhError):
    """The voice message can't be used."""


class SoundBroken(BadSound):
    """Bytes that no decoder of ours knows, or that end early."""

    key = "sound-broken"


class SoundSilent(BadSound):
    """Nothing is said in it."""

    key = "sound-silent"


class SoundTooLong(BadSound):
    """Longer than a question may be. Arguments: seconds, limit."""

    key = "sound-too-long"


class BadText(ChokhError):
    """The text that the person sent can't be used."""


class TextEmpty(BadText):
    """Nothing to ask."""

    key = "text-empty"


class NothingToSay(BadText):
    """Only marks, emoji or nothing at all: no voice could say it."""

    key = "nothing-to-say"


class TextTooLong(BadText):
    """Longer than a question may be. Arguments: letters, limit."""

    key = "text-too-long"


class NotUnderstood(ChokhError):
    """Words that the translator has never seen: an answer would be a guess."""

    key = "question-not-understood"


class NotAgreed(ChokhError):
    """The photo would go to this host, and the person hasn't been asked yet. Arguments: host."""

    key = "consent-ask"


class Disagreed(ChokhError):
    """The photo would go to this host, and the person does not want it. Arguments: host."""

    key = "consent-refused"


class Busy(ChokhError):
    """The queue is full; nothing is lost, it is tried again."""

    key = "busy"


class MachineFault(ChokhError):
    """Something that the owner must mend."""


class ModelMissing(MachineFault):
    """A checkpoint that is not on this machine. Arguments: model."""

    key = "model-missing"


class ModelDamaged(MachineFault):
    """A checkpoint whose files can't be loaded. Arguments: model."""

    key = "model-damaged"


class DownloadFailed(MachineFault):
    """The hub did not give a checkpoint. Arguments: model."""

    key = "download-failed"


class DownloadUnknown(DownloadFailed):
    """The hub has no such checkpoint, or gives it only to who asks by name. Arguments: model."""

    key = "download-unknown"


class OutOfMemory(MachineFault):
    """The model or its input did not fit, even smaller."""

    key = "out-of-memory"


class TranslatorDown(MachineFault):
    """A provider that gave no usable answer."""

    key = "translator-down"


class EndpointFault(MachineFault):
    """A server that answers questions gave no answer."""


class EndpointUnreachable(EndpointFault):
    """No connection. Arguments: host."""

    key = "endpoint-unreachable"


class EndpointSlow(EndpointFault):
    """No answer in time. Arguments: host."""

    key = "endpoint-slow"


class EndpointDeclined(EndpointFault):
    """The model, or a filter of the server, does not want to answer. Arguments: host."""

    key = "endpoint-declined"


class EndpointRefused(EndpointFault):
    """The server does not accept the key. Arguments: host."""

    key = "endpoint-refused"


class EndpointUnknown(EndpointFault):
    """The server knows no such model or address. Arguments: host."""

    key = "endpoint-unknown"


class EndpointBusy(EndpointFault):
    """The server's limit is reached. Arguments: host."""

    key = "endpoint-busy"


class EndpointFailed(EndpointFault):
    """The server failed, or its answer holds no words. Arguments: host."""

    key = "endpoint-failed"


class AbilitiesAway(MachineFault):
    """The machines that have the models did not answer. Arguments: host."""

    key = "abilities-away"


class SpeakerDown(MachineFault):
    """A voice that made no usable sound."""

    key = "speaker-down"


class WritingUnknown(MachineFault):
    """Tesseract is not there, or lacks a language. Arguments: languages."""

    key = "writing-unknown"


class ReadingSlow(MachineFault):
    """The writing on a picture could not be read in time."""

    key = "reading-slow"


class SettingWrong(MachineFault):
    """A setting that can't be followed. Arguments: setting."""

    key = "setting-wrong"


class AbilityFailed(MachineFault):
    """Something in a backend that nobody foresaw; its traceback is in the log."""

    key = "failed"
