"""Contesting a right answer of the real models seldom talks the bot out of it."""

from __future__ import annotations

import numpy as np

from bot.app import build_engine
from bot.settings import load
from handlers.answers.ask_model import ask
from handlers.i18n.messages import Words
from handlers.second_look.compare import same
from handlers.second_look.crops import views
from models.pixels.crop import crop
from models.values import Picture
from tests.shapes.scene import draw_scene, render
from tests.shapes.sentences import ask as ask_of

KINDS = ("colour", "shape", "count", "is there", "side")


async def test_another_look_at_drawn_scenes_seldom_turns_a_right_answer() -> None:
    engine, words = build_engine(load(None, "shapes")), Words()
    rng = np.random.default_rng(77)
    looks = turned = 0
    try:
        for number in range(16):
            scene = draw_scene(rng, most=800, unknown=0.0)
            picture = Picture(render(scene), str(number))
            boxes = await engine.locate(picture)
            for kind in KINDS:
                asked = ask_of(kind, scene, rng)
                for part in views(asked.question, boxes, picture.image.size):
                    view = crop(picture, part)
                    found = await ask(engine, [view], (), asked.question, "en", words)
                    looks += 1
                    turned += not same(found.answer_en, asked.answer)
    finally:
        await engine.close()
    assert looks > 2 * 16 * len(KINDS) * 0.7
    assert turned <= 0.04 * looks
