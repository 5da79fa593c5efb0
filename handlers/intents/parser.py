"""What a text wants, asked once for each text. Pure functions."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers.intents.ask_person import errand_in
from handlers.intents.banglish import as_bangla
from handlers.intents.intent import Intent
from handlers.intents.next_photo import for_next
from handlers.intents.photo_reference import picked
from handlers.intents.recogniser import recognised, slash


def parse(text: str, now: datetime | None = None, earlier: bool = True) -> Intent:
    """What a text wants of a chat with a photo.

    now: the person's time, with its zone, for "yesterday's photo"; this moment where not given;
    earlier: whether it may mean an earlier photo: a reply means the one that it replies to.
    """
    if (command := slash(text)) is not None:
        return replace(command, text=text)
    read = as_bangla(text)
    if (next_one := for_next(read)) is not None:
        return Intent("next", next_one, "next", text=read)
    pick = picked(read, now or datetime.now().astimezone()) if earlier else None
    wanted = errand_in(text) or errand_in(read)
    if pick is not None:
        rest = parse(pick.rest, now, earlier=False) if pick.rest else None
        return Intent("earlier", kind="earlier", pick=pick, rest=rest, text=read)
    if wanted is not None:
        return Intent("errand", wanted.question, "errand", wanted.name, text=read)
    return replace(recognised(read), text=read)
