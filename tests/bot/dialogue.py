"""Dialogues written down as tables: who says what, and what the bot then says, over HTTP.

A file in tests/bot/dialogues holds several, each begun by a line "# title". Its lines:

    house replies.voice=on            settings of this dialogue, before anyone speaks; JSON values
    rina speaks en                    the language of a person's Telegram; Bangla otherwise
    rina > text                       a person writes
    rina > [photo: a red circle above a blue square] its caption
    rina > [dark: a red circle]       that photo in hardly any light; also blurred
    rina > [page: label-medicine]     one of tests/data/reading
    rina > [voice: what is said]      spoken by espeak-ng, in the language of its letters
    rina > [video: a red circle | a blue square]    also animation, live, round (a video note)
    rina > [round: a red circle; what is said in it]
    rina > [sticker: a red circle]    also moving (a video sticker), drawn (an animated one)
    rina > [reply: name] text         to the message marked so
    rina < text                       what the bot says next to that person, whole
    rina ~ part                       a part of what it says next
    rina < [voice]                    the kind of what it sends next
    rina > [photo: a red circle] = name     "= name" at the end marks a message
    family: rina > text               in a group of that name
    telegram refuses sendvoice 2      the next two of these calls, as to who takes no voices
    later 6 minutes                   so much time goes by before what is sent next

A line break within a message is written " / ". The bot's messages are looked at in order, and
none may be left over at the end of a dialogue.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

from bot.trial.bot_api.person import FilmKind, SimulatedPerson, StickerKind
from bot.trial.bot_api.server import Fault, Standin
from bot.trial.bot_api.state import BOT
from models.media import opus
from models.speak.normalise.normalise import speakable
from models.speak.voices.espeak import EspeakSpeaker
from tests.bot.conftest import Start
from tests.bot.pictures import packed, photo, sticker
from tests.shapes.films import film, see_through
from tests.shapes.scene import Scene, draw_scene, render
from tests.shapes.sentences import caption

FOLDER = Path(__file__).parent / "dialogues"
PAGES = Path(__file__).parents[1] / "data/reading/photo"
_LINE = re.compile(r"(?:(?P<group>\w+): )?(?P<who>\w+) (?P<what>[><~]) (?P<text>.+)")
_SENT = re.compile(r"\[(?P<kind>\w+)(?:: (?P<of>[^\]]*))?\] ?(?P<rest>.*)")
_NAMED = re.compile(r"(?P<text>.*?) = (?P<name>\w+)$")
_REFUSED = Fault(code=400, description="Bad Request: VOICE_MESSAGES_FORBIDDEN")

Json = dict[str, Any]
Sender = Callable[[SimulatedPerson, str, str, Json | None], Awaitable[Json]]
"""Sends what stands in brackets: the person, what it is of, the rest of the line, the reply."""


@dataclass(frozen=True)
class Dialogue:
    """title: what it shows; lines: with their numbers in the file."""

    title: str
    lines: tuple[tuple[int, str], ...]


def dialogues(file: Path) -> list[Dialogue]:
    """The dialogues of a file, in order."""
    found: list[tuple[str, list[tuple[int, str]]]] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("# "):
            found.append((line[2:].strip(), []))
        elif line.strip():
            found[-1][1].append((number, line.strip()))
    return [Dialogue(title, tuple(lines)) for title, lines in found]


@dataclass
class Stage:
    """A dialogue while it is played: its people, what of theirs was looked at, what was marked."""

    standin: Standin
    people: dict[tuple[str, str], SimulatedPerson] = field(default_factory=dict)
    speaks: dict[str, str] = field(default_factory=dict)
    seen: dict[int, int] = field(default_factory=dict)
    marked: dict[str, Json] = field(default_factory=dict)

    def person(self, who: str, group: str = "") -> SimulatedPerson:
        """The person of that name, in their own chat or in a group; ids follow from the names."""
        if (who, group) not in self.people:
            user_id = 1001 + sum(1 for other, there in self.people if not there)
            if group:
                user_id = self.person(who).chat_id
            self.people[who, group] = self.standin.person(
                _group_id(group) if group else user_id,
                self.speaks.get(who, "bn"),
                who.capitalize(),
                user_id,
            )
        return self.people[who, group]

    async def next(self, person: SimulatedPerson, within: float = 60) -> Json:
        """The bot's next message in the person's chat that was not looked at yet."""
        taken = self.seen.get(person.chat_id, 0)

        def said() -> list[Json]:
            return [each for each in person.messages if each["from"]["id"] == BOT["id"]]

        await person.until(lambda: len(said()) > taken, within)
        self.seen[person.chat_id] = taken + 1
        return said()[taken]

    def left_over(self) -> list[str]:
        """What the bot said that no line looked at."""
        left = []
        for person in {each.chat_id: each for each in self.people.values()}.values():
            said = [each for each in person.messages if each["from"]["id"] == BOT["id"]]
            left += [worded(each) for each in said[self.seen.get(person.chat_id, 0) :]]
        return left


async def play(dialogue: Dialogue, standin: Standin, start: Start) -> None:
    """Play a dialogue. Raises AssertionError with the line where the bot says something else."""
    stage = Stage(standin)
    lines = list(dialogue.lines)
    sections: dict[str, Json] = {}
    while lines and lines[0][1].startswith("house "):
        for setting in lines.pop(0)[1].split()[1:]:
            name, value = setting.split("=", 1)
            section, key = name.split(".", 1)
            sections.setdefault(section, {})[key] = _value(value)
    await start(**sections)
    for number, line in lines:
        if speaks := re.fullmatch(r"(\w+) speaks (\w+)", line):
            stage.speaks[speaks[1]] = speaks[2]
            continue
        if refuses := re.fullmatch(r"telegram refuses (\w+) (\d+)", line):
            standin.faults[refuses[1]].extend([_REFUSED] * int(refuses[2]))
            continue
        if later := re.fullmatch(r"later (\d+) minutes", line):
            standin.cloud.ahead += 60.0 * int(later[1])
            continue
        match = _LINE.fullmatch(line)
        assert match, f"line {number} is not understood: {line}"
        person = stage.person(match["who"], match["group"] or "")
        text, name = match["text"], None
        if named := _NAMED.fullmatch(text):
            text, name = named["text"], named["name"]
        if match["what"] == ">":
            message = await _send(stage, person, text)
        else:
            try:
                message = await stage.next(person)
            except TimeoutError:
                raise AssertionError(f"line {number}: silence, not: {line}") from None
            _compare(number, match["what"], text, message)
        if name:
            stage.marked[name] = message
    left = stage.left_over()
    assert not left, f"said beyond the dialogue: {left}"


def worded(message: Json) -> str:
    """A message as it is written in a table: its kind in brackets, its text in one line."""
    kinds = ("voice", "audio", "photo", "video", "video_note", "animation", "document")
    kind = next((each for each in kinds if each in message), "")
    text = str(message.get("text") or message.get("caption") or "").replace("\n", " / ")
    return f"[{kind}] {text}".strip() if kind else text


def _compare(number: int, what: str, text: str, message: Json) -> None:
    said = worded(message)
    if what == "~":
        assert text in said, f"line {number}: {text!r} is not in: {said}"
    else:
        assert said == text, f"line {number}: expected: {text}\n said: {said}"


async def _send(stage: Stage, person: SimulatedPerson, text: str) -> Json:
    reply_to = None
    if (sent := _SENT.fullmatch(text)) and sent["kind"] == "reply":
        reply_to, text = stage.marked[sent["of"]], sent["rest"]
    if sent := _SENT.fullmatch(text):
        return await SENDERS[sent["kind"]](person, sent["of"] or "", sent["rest"], reply_to)
    return await person.send_text(text.replace(" / ", "\n"), reply_to=reply_to)


async def _photo(person: SimulatedPerson, of: str, rest: str, reply_to: Json | None) -> Json:
    return await person.send_photo(photo(drawn(of)), caption=rest or None, reply_to=reply_to)


async def _page(person: SimulatedPerson, of: str, rest: str, reply_to: Json | None) -> Json:
    page = (PAGES / f"{of}.jpg").read_bytes()
    return await person.send_photo(page, caption=rest or None, reply_to=reply_to)


async def _dark(person: SimulatedPerson, of: str, rest: str, reply_to: Json | None) -> Json:
    picture = packed(Image.eval(render(drawn(of)), lambda value: value // 12))
    return await person.send_photo(picture, caption=rest or None, reply_to=reply_to)


async def _blurred(person: SimulatedPerson, of: str, rest: str, reply_to: Json | None) -> Json:
    picture = packed(render(drawn(of)).filter(ImageFilter.GaussianBlur(6)))
    return await person.send_photo(picture, caption=rest or None, reply_to=reply_to)


async def _album(person: SimulatedPerson, of: str, rest: str, _reply_to: Json | None) -> Json:
    pictures = [photo(drawn(each.strip())) for each in of.split("|")]
    return (await person.send_album(pictures, caption=rest or None))[0]


async def _voice(person: SimulatedPerson, of: str, _rest: str, reply_to: Json | None) -> Json:
    return await person.send_voice(spoken(of), seconds=2, reply_to=reply_to)


def _sticker(kind: StickerKind) -> Sender:
    async def send(person: SimulatedPerson, of: str, _rest: str, _reply_to: Json | None) -> Json:
        shown = [sticker(drawn(each.strip())) for each in of.split("|")]
        # Of one that is drawn as it moves the bot sees nothing but the still beside it.
        file = {"still": _webp(shown[0]), "video": b"", "animated": gzip.compress(b"{}")}[kind]
        return await person.send_sticker(file or see_through(shown), kind, _webp(shown[0]))

    return send


def _film(kind: FilmKind) -> Sender:
    async def send(person: SimulatedPerson, of: str, rest: str, reply_to: Json | None) -> Json:
        shown, _, speech = of.partition(";")
        data = filmed(shown.strip(), speech.strip())
        return await person.send_video(data, kind, rest or None, reply_to)

    return send


SENDERS: dict[str, Sender] = {
    "photo": _photo,
    "page": _page,
    "dark": _dark,
    "blurred": _blurred,
    "album": _album,
    "voice": _voice,
    "video": _film("video"),
    "animation": _film("animation"),
    "round": _film("video_note"),
    "live": _film("live_photo"),
    "sticker": _sticker("still"),
    "moving": _sticker("video"),
    "drawn": _sticker("animated"),
}
"""What can stand in brackets after ">"."""


def _webp(image: Image.Image) -> bytes:
    return packed(image, "WEBP", lossless=True)


@cache
def spoken(text: str) -> bytes:
    """The text as a voice message, in the language of its letters."""
    language = "en" if text.isascii() else "bn"
    return opus.encode(EspeakSpeaker().speak(speakable(text, language), language, 150)).data


@cache
def filmed(scenes: str, speech: str = "") -> bytes:
    """A video of the scenes with these captions, "|" between them, with what is said in it."""
    pictures = [render(drawn(each.strip())) for each in scenes.split("|")]
    sound = opus.decode(spoken(speech), 48_000) if speech else None
    return film(pictures, 1.0, np.frombuffer(sound.samples, "<i2") if sound else None)


@cache
def drawn(wanted: str) -> Scene:
    """The first drawn scene that has this caption."""
    rng = np.random.default_rng(20261127)
    for _ in range(200_000):
        scene = draw_scene(rng, size=(640, 480), unknown=0.0)
        if caption(scene) == wanted:
            return scene
    raise AssertionError(f"no scene has the caption: {wanted}")


def _group_id(name: str) -> int:
    return -1_000_000 - sum(name.encode())


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
