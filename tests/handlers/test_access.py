"""Owners, those they let in, strangers, and the code that makes the first owner."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path

import pytest

from handlers.chat.context import OwnerClaim
from handlers.settings import AccessSettings
from memory.people.tries import Tries
from memory.schema.tables import INVITATIONS
from tests.handlers.conftest import Bot, Start
from tests.handlers.stub import RED
from tests.handlers.telegram import FORWARDED

OWNER, GUEST = 7, 8


@pytest.fixture
async def bot(start: Start) -> Bot:
    return await start(access=AccessSettings(owners=(OWNER,)))


async def test_a_stranger_gets_one_polite_sentence_and_nothing_runs(bot: Bot) -> None:
    stranger = bot.person(id=GUEST)
    await stranger.shows(RED)
    await stranger.says("ভয়েস চালু")
    await stranger.presses("voice on")
    await stranger.shows_album(stranger.photo(RED), stranger.photo(RED))
    assert bot.texts == [bot.say("stranger", id="৮")]
    assert "৮" in bot.texts[0]
    assert {call.method for call in bot.telegram.calls} == {"getMe", "sendMessage"}
    assert await bot.services.memory.chats.get(GUEST) is None


async def test_a_stranger_who_writes_again_is_answered_again(bot: Bot) -> None:
    now = [0.0]
    bot.services.once._clock = lambda: now[0]
    stranger = bot.person(id=GUEST)
    for now[0] in (0.0, 5.0, 60.0):
        await stranger.says("/start")
    assert bot.texts == [bot.say("stranger", id="৮")] * 2


@pytest.mark.parametrize("way", ["/start", "hello"])
async def test_the_owner_to_be_is_told_of_the_code_and_may_type_it_alone(
    start: Start, way: str
) -> None:
    claim = OwnerClaim()
    bot = await start(access=AccessSettings(), claim=claim)
    await bot.person(id=1).says(way)
    await bot.person(id=1).says(f"{claim.code[:4]} {claim.code[4:]}".lower())
    assert bot.texts[:2] == [bot.say("code-wanted"), bot.say("owner-welcome")]
    assert await bot.services.memory.people.owners() == (1,)


async def test_who_is_let_in_is_told_once(bot: Bot) -> None:
    owner = bot.person(id=OWNER)
    await owner.says("/allow 8")
    await owner.says("/allow 8")
    assert [int(call.parameters["chat_id"]) for call in bot.telegram.sent("sendMessage")] == [
        8,
        7,
        7,
    ]


@pytest.mark.parametrize("way", ["/allow 8", "/allow ৮", "allow 8", "অনুমতি দিন ৮"])
async def test_an_owner_lets_someone_in_and_out_again(bot: Bot, way: str) -> None:
    owner, guest = bot.person(id=OWNER), bot.person(id=GUEST)
    await owner.says(way)
    await guest.shows(RED)
    await owner.says("/remove 8")
    await guest.shows(RED)
    told, *texts = bot.texts
    assert told.startswith(bot.say("invited-in"))
    assert texts == [
        bot.say("allowed", name="8"),
        "একটি লাল বৃত্ত।",
        bot.say("removed", name="8"),
        bot.say("stranger", id="৮"),
    ]


async def test_an_owner_lets_in_who_wrote_a_forwarded_message_or_is_a_contact(bot: Bot) -> None:
    owner = bot.person(id=OWNER)
    writer = {"id": 8, "is_bot": False, "first_name": "Karim", "last_name": "Ali"}
    origin = {"type": "user", "date": 1, "sender_user": writer}
    forwarded = owner.message(text="…", forward_origin=origin)
    contact = owner.message(contact={"phone_number": "1", "first_name": "Mina", "user_id": 9})
    for message in (forwarded, contact):
        await owner.says("/allow", reply_to_message=message)
    assert bot.texts[1::2] == [bot.say("allowed", name=name) for name in ("Karim Ali", "Mina")]
    assert await bot.services.memory.people.role(9) == "guest"


async def test_only_owners_let_people_in(bot: Bot) -> None:
    await bot.services.memory.people.put(GUEST, "guest", "Karim")
    await bot.person(id=GUEST).says("/allow 9")
    assert bot.texts == [bot.say("owners-only")]


async def test_an_owner_is_neither_removed_nor_made_a_guest(bot: Bot) -> None:
    owner = bot.person(id=OWNER)
    await owner.says("/remove 7")
    await owner.says("/allow 7")
    assert bot.texts == [bot.say("removed-owner"), bot.say("allowed-owner", name="7")]


async def test_allow_without_anyone_says_what_to_type(bot: Bot) -> None:
    await bot.person(id=OWNER).says("/allow")
    assert bot.texts == [bot.say("allow-whom")]


async def test_who_sends_the_code_becomes_the_owner_and_nobody_after_them(start: Start) -> None:
    claim = OwnerClaim()
    bot = await start(access=AccessSettings(), claim=claim)
    await bot.person(id=1).says(f"/start {claim.code.lower()}")
    await bot.person(id=2).says(f"/start {claim.code}")
    assert bot.texts[0] == bot.say("owner-welcome")
    assert bot.texts[1].startswith("আমার নাম চোখ।")
    assert bot.texts[2] == bot.say("invited-unknown")
    assert await bot.services.memory.people.owners() == (1,)
    assert not claim.is_open


async def test_five_wrong_codes_end_the_claim(start: Start) -> None:
    claim = OwnerClaim()
    bot = await start(access=AccessSettings(), claim=claim)
    for _ in range(5):
        await bot.person().says("/start AAAAAAAA")
    await bot.person().says(f"/start {claim.code}")
    assert bot.texts == [bot.say("wrong-code")] * 5 + [bot.say("invited-unknown")]


async def test_of_twenty_who_send_the_code_at_once_one_becomes_the_owner(start: Start) -> None:
    claim = OwnerClaim()
    bot = await start(access=AccessSettings(), claim=claim)
    said = (bot.person(id=each).says(f"/start {claim.code}") for each in range(100, 120))
    await asyncio.gather(*said)
    assert len(await bot.services.memory.people.owners()) == 1
    assert bot.texts.count(bot.say("owner-welcome")) == 1


async def test_wrong_codes_are_counted_across_restarts(start: Start, tmp_path: Path) -> None:
    for _ in range(5):
        bot = await start(access=AccessSettings(), claim=OwnerClaim())
        await bot.person().says("/start AAAAAAAA")
    claim = OwnerClaim()
    bot = await start(access=AccessSettings(), claim=claim)
    await bot.person().says(f"/start {claim.code}")
    assert await bot.services.memory.people.owners() == ()
    later = Tries(bot.services.memory.database, clock=lambda: time.time() + 25 * 3600)
    assert await later.spend("owner") == 4, "the next day"


async def test_tries_at_codes_of_invitations_are_counted_across_restarts(start: Start) -> None:
    for _ in range(5):
        bot = await start(access=AccessSettings(owners=(OWNER,)))
        await bot.person(id=GUEST).says("/start AAAAAAAA")
    bot = await start(access=AccessSettings(owners=(OWNER,)))
    await bot.services.memory.people.invite("BBBBBBBB", OWNER, time.time(), time.time() + 60)
    await bot.person(id=GUEST).says("BBBBBBBB")
    assert await bot.services.memory.people.role(GUEST) is None
    await bot.person(id=GUEST + 1).says("BBBBBBBB")
    assert await bot.services.memory.people.role(GUEST + 1) == "guest", "each has their own five"


@pytest.mark.parametrize("id_", [0, 1, 1087968824, 136817688, 777000])
async def test_nobodys_id_is_not_let_in(bot: Bot, id_: int) -> None:
    """0, the bot itself, and the ids that all anonymous admins and all channels write under."""
    await bot.person(id=OWNER).says(f"/allow {id_}")
    assert bot.texts == [bot.say("allow-nobody")]
    assert await bot.services.memory.people.role(id_) is None


async def test_who_was_removed_gets_and_deletes_what_is_theirs_and_nothing_else(bot: Bot) -> None:
    owner, guest = bot.person(id=OWNER), bot.person(id=GUEST)
    await owner.says("/allow 8")
    await guest.shows(RED)
    await owner.says("/remove 8")
    await guest.says("রং কী?")
    assert bot.texts[-1] == bot.say("stranger", id="৮")
    await guest.says("/export")
    assert bot.telegram.sent("sendDocument")
    await guest.says("/forget all")
    await guest.says("হ্যাঁ")
    assert bot.texts[-1].startswith(bot.say("forgotten-all", photos=1))
    assert await bot.services.memory.chats.get(GUEST) is None
    await guest.says("/export")
    assert len(bot.telegram.sent("sendDocument")) == 1, "a stranger again"


async def test_a_forwarded_code_is_no_code(start: Start) -> None:
    claim = OwnerClaim()
    bot = await start(access=AccessSettings(), claim=claim)
    await bot.person(id=1).says(f"/start {claim.code}", **FORWARDED)
    assert await bot.services.memory.people.owners() == ()


async def test_a_code_means_nothing_where_there_is_an_owner(start: Start) -> None:
    claim = OwnerClaim()
    bot = await start(access=AccessSettings(owners=(OWNER,)), claim=claim)
    await bot.person(id=GUEST).says(f"/start {claim.code}")
    assert bot.texts == [bot.say("invited-unknown")]
    assert await bot.services.memory.people.role(GUEST) is None


async def test_the_code_still_works_after_the_memory_failed(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = OwnerClaim()
    bot = await start(access=AccessSettings(), claim=claim)

    async def fails(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(bot.services.memory.people, "claim", fails)
        with pytest.raises(OSError):  # noqa: PT011 -- ours, just above
            await bot.person().says(f"/start {claim.code}")
    await bot.person().says(f"/start {claim.code}")
    assert await bot.services.memory.people.owners() == (7,)


async def invited(bot: Bot, way: str = "/invite") -> str:
    """The code that an owner is given."""
    await bot.person(id=OWNER).says(way)
    code = re.search(r"start=([2-9A-Z]{8})\n", bot.texts[-1])
    assert code
    assert bot.texts[-1] == bot.say(
        "invitation", link=f"https://t.me/chokh_bot?start={code[1]}", code=code[1], days=7
    )
    return code[1]


@pytest.mark.parametrize("way", ["/invite", "আমন্ত্রণ", "invite someone"])
@pytest.mark.parametrize("said", ["/start {}", "{}", "{lower}", "{spaced}"])
async def test_an_invitation_lets_one_person_in_once(bot: Bot, way: str, said: str) -> None:
    code = await invited(bot, way)
    said = said.format(code, lower=code.lower(), spaced=" ".join(code))
    await bot.person(id=GUEST).says(said)
    await bot.person(id=GUEST).shows(RED)
    await bot.person(id=9).says(said)
    await bot.person(id=9).shows(RED)
    assert bot.texts[1] == bot.say("invited-in")
    assert bot.texts[2].startswith(bot.say("greeting"))
    assert bot.texts[3:] == ["একটি লাল বৃত্ত।", bot.say("invited-used"), bot.say("stranger", id="৯")]
    assert await bot.services.memory.people.role(GUEST) == "guest"
    assert await bot.services.memory.people.role(9) is None


async def test_an_old_invitation_lets_nobody_in_and_codes_are_not_kept(bot: Bot) -> None:
    people = bot.services.memory.people
    await people.invite("ABCD2345", OWNER, time.time(), time.time() - 1)
    await bot.person(id=GUEST).says("/start ABCD2345")
    assert bot.texts == [bot.say("invited-expired")]
    rows = await bot.services.memory.database.run(
        lambda c: str(c.execute(INVITATIONS.select()).all())
    )
    assert "ABCD2345" not in rows
    assert len(rows) > 64
    await people.invite("EFGH2345", OWNER, time.time() + 40 * 86400, 0.0)
    await bot.person(id=GUEST).says("/start ABCD2345")
    assert bot.texts[-1] == bot.say("invited-unknown")


async def test_of_two_who_say_a_code_at_once_one_comes_in(bot: Bot) -> None:
    people = bot.services.memory.people
    await people.invite("ABCD2345", OWNER, time.time(), time.time() + 60)
    came = await asyncio.gather(
        *(people.accept("ABCD2345", each, "x", time.time()) for each in range(20, 30))
    )
    assert sorted(came) == ["in"] + ["used"] * 9


async def test_nobody_finds_a_code_by_trying(bot: Bot) -> None:
    code = await invited(bot)
    stranger = bot.person(id=GUEST)
    for _ in range(5):
        await stranger.says("/start AAAAAAA2")
    await stranger.says(f"/start {code}")
    assert bot.texts[1:] == [bot.say("invited-unknown")] * 5 + [bot.say("stranger", id="৮")]
    await bot.person(id=9).says("MUSTAFAA")
    assert bot.texts[-1] == bot.say("stranger", id="৯")
    await bot.person(id=9).says(code)
    assert bot.texts[-2] == bot.say("invited-in")


async def test_only_owners_invite_and_only_alone(bot: Bot) -> None:
    await bot.services.memory.people.put(GUEST, "guest", "Karim")
    await bot.person(id=GUEST).says("/invite")
    assert bot.texts == [bot.say("owners-only")]
    family = {"id": -5, "type": "group", "title": "Family"}
    await bot.person(id=OWNER).says("/invite@chokh_bot", chat=family)
    assert bot.texts[1:] == [bot.say("in-private")]
