"""What became of what people sent: answered, lost, answered twice, out of order. Pure functions."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.trial.bot_api.state import BOT, Json


@dataclass(frozen=True)
class Sent:
    """What a person sent. ids: of its messages; says: what only its answer says, "" where the
    answer replies to one of them."""

    ids: tuple[int, ...]
    says: str = ""


@dataclass
class Verdict:
    """Of one chat, or of several together.

    lost: how many had no answer; repeated: answers that came before; unforced: those of them that
    no kill explains, or that are the second for one kill; by_kill: how many each kill explains;
    disordered: first answers that came before an earlier message's; other: what the bot said
    beside its answers.
    """

    sent: int = 0
    lost: int = 0
    repeated: int = 0
    unforced: int = 0
    disordered: int = 0
    other: list[str] = field(default_factory=list)
    by_kill: Counter[int] = field(default_factory=Counter)

    def __add__(self, more: Verdict) -> Verdict:
        return Verdict(
            self.sent + more.sent,
            self.lost + more.lost,
            self.repeated + more.repeated,
            self.unforced + more.unforced,
            self.disordered + more.disordered,
            self.other + more.other,
            self.by_kill + more.by_kill,
        )


def judged(
    sent: Sequence[Sent], chat: Sequence[Json], kills: Sequence[int], no_answer: str = ""
) -> Verdict:
    """Judge one chat.

    sent: in order; chat: all of its messages, in order; kills: for each kill the last message's id
    when the next process began; no_answer: how a sentence begins that answers nothing.
    """
    verdict = Verdict(sent=len(sent))
    first: dict[int, int] = {}
    last: dict[tuple[int, int], int] = {}
    forced = verdict.by_kill
    for message in chat:
        if message["from"]["id"] != BOT["id"] or "text" not in message:
            continue
        which = next((n for n, each in enumerate(sent) if answers(message, each)), None)
        if which is None or (no_answer and message["text"].startswith(no_answer)):
            verdict.other.append(message["text"])
            continue
        part = which, message.get("reply_to_message", {}).get("message_id", 0)
        if part in last:
            verdict.repeated += 1
            kill = bisect_left(kills, last[part])
            forced[kill] += 1
            if forced[kill] > 1 or kill == len(kills) or kills[kill] >= message["message_id"]:
                verdict.unforced += 1
        last[part] = message["message_id"]
        first.setdefault(which, message["message_id"])
    verdict.lost = len(sent) - len(first)
    verdict.disordered = sum(later < earlier for earlier, later in pairwise(first))
    return verdict


def answers(message: Json, sent: Sent) -> bool:
    """Whether a message of the bot answers this."""
    about = message.get("reply_to_message", {}).get("message_id")
    if about is not None:
        return about in sent.ids
    return bool(sent.says) and sent.says in message.get("text", "")
