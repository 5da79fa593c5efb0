"""`make torture`, short: killed six times, over polling and then over a webhook; and its judge."""

from __future__ import annotations

from typing import Any

from benchmarks.judge import Sent, judged
from benchmarks.torture import ours
from benchmarks.torturer import Kill
from bot.trial.bot_api.state import BOT

SOON = 30.0  # seconds
KILLS = (
    Kill(0.6, starting=True),
    Kill(SOON, call="getupdates", skipped=1),  # which confirms what the first one brought
    Kill(SOON, call="sendmessage", after=True),
    Kill(0.5, webhook=True),
    Kill(SOON, call="file", webhook=True),
    Kill(SOON, call="getfile", after=True, webhook=True),
)


async def test_nothing_is_lost_by_kills_nor_said_twice_without_one() -> None:
    outcome = await ours("short", KILLS, people=3, pause=1.0)
    verdict = outcome.verdict
    assert outcome.kills == len(KILLS)
    assert verdict.sent > 3
    assert verdict.lost == 0
    assert 1 <= verdict.repeated <= len(KILLS)  # one kill comes between an answer and its mark
    assert max(verdict.by_kill.values()) == 1
    assert (verdict.unforced, verdict.disordered, verdict.other) == (0, 0, [])
    assert outcome.damage == []


def said(message_id: int, about: int | None = None, text: str = "a red circle") -> dict[str, Any]:
    replied = {"reply_to_message": {"message_id": about}} if about else {}
    return {"message_id": message_id, "from": BOT, "text": text, **replied}


def test_the_judge_sees_what_is_lost_said_twice_out_of_order_and_beside_the_point() -> None:
    sent = [Sent((1,)), Sent((2, 3)), Sent((4,), says="speak 80 words"), Sent((5,))]
    rate = said(8, text="From now on I speak 80 words a minute.")
    fine = [said(6, 1), said(7, 2), rate, said(9, 5)]
    verdict = judged(sent, fine, [])
    assert (verdict.lost, verdict.repeated, verdict.disordered) == (0, 0, 0)
    assert judged(sent, [fine[0], *fine[2:]], []).lost == 1
    assert judged(sent, [fine[1], fine[0], *fine[2:]], []).disordered == 1
    twice = [*fine, said(11, 5)]
    assert (judged(sent, twice, [10]).repeated, judged(sent, twice, [10]).unforced) == (1, 0)
    assert judged(sent, twice, []).unforced == 1
    assert judged(sent, twice, [8]).unforced == 1  # the kill came before both
    assert judged(sent, [*twice, said(12, 5)], [10]).unforced == 1
    assert judged(sent, [*twice, said(13, 5)], [10, 12]).unforced == 0
    elsewhere = judged([Sent((1,))], [said(6, 1), said(12, 1)], [8])
    assert (judged(sent, twice, [10]) + elsewhere).by_kill == {0: 2}
    sorry = said(9, 5, "Send me a photo first.")
    verdict = judged(sent, [*fine[:3], sorry], [], "Send me a photo first")
    assert (verdict.lost, verdict.other) == (1, [sorry["text"]])
