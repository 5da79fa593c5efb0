"""A question about an album, end to end, with a model that looks at one picture at a time."""

from __future__ import annotations

from tests.bot.conftest import Start
from tests.bot.pictures import photo
from tests.bot.test_classify import one
from tests.bot.test_conversation import told


async def test_the_answer_says_that_it_is_about_the_first_photo_alone(house: Start) -> None:
    running = await house()
    rina = running.standin.person()
    drawn = [photo(one("red", "circle")), photo(one("blue", "circle"))]
    album = await rina.send_album(drawn, caption="বৃত্তটির রং কী?")
    answer = (await told(rina, album[-1])).splitlines()[0]
    assert answer == "লাল। এটি শুধু প্রথম ছবিটির কথা।"
