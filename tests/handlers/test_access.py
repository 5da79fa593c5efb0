"""Owners, those they let in, strangers, and the code that makes the first owner."""

from __future__ import annotations

import pytest

from handlers.context import OwnerClaim
from handlers.settings import AccessSettings
from tests.handlers.conftest import Bot, Start
from tests.handlers.stub import RED

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


@pytest.mark.parametrize("way", ["/allow 8", "/allow ৮", "allow 8", "অনুমতি দিন ৮"])
async def test_an_owner_lets_someone_in_and_out_again(bot: Bot, way: str) -> None:
    owner, guest = bot.person(id=OWNER), bot.person(id=GUEST)
    await owner.says(way)
    await guest.shows(RED)
    await owner.says("/remove 8")
    await guest.shows(RED)
    assert bot.texts == [
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
    assert bot.texts == [bot.say("allowed", name=name) for name in ("Karim Ali", "Mina")]
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
    assert bot.texts[1].startswith("আমি চোখ।")
    assert bot.texts[2] == bot.say("stranger", id="২")
    assert await bot.services.memory.people.owners() == (1,)
    assert not claim.is_open


async def test_five_wrong_codes_end_the_claim(start: Start) -> None:
    claim = OwnerClaim()
    bot = await start(access=AccessSettings(), claim=claim)
    for _ in range(5):
        await bot.person().says("/start AAAAAAAA")
    await bot.person().says(f"/start {claim.code}")
    assert bot.texts == [bot.say("wrong-code")] * 5 + [bot.say("stranger", id="৭")]


async def test_a_code_means_nothing_where_there_is_an_owner(start: Start) -> None:
    claim = OwnerClaim()
    bot = await start(access=AccessSettings(owners=(OWNER,)), claim=claim)
    await bot.person(id=GUEST).says(f"/start {claim.code}")
    assert bot.texts == [bot.say("stranger", id="৮")]


async def test_the_code_still_works_after_the_memory_failed(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = OwnerClaim()
    bot = await start(access=AccessSettings(), claim=claim)

    async def fails(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(bot.services.memory.people, "put", fails)
        with pytest.raises(OSError):  # noqa: PT011 -- ours, just above
            await bot.person().says(f"/start {claim.code}")
    await bot.person().says(f"/start {claim.code}")
    assert await bot.services.memory.people.owners() == (7,)
