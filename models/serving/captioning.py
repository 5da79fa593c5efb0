"""Captioning: short ones in batches, long ones by who answers questions, and second looks."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from models.answer.decoding.prompts import DESCRIBE
from models.backends import Describer, SupportsPreprocessing
from models.concurrency.batching import Gatherer
from models.media.image import shrink
from models.serving import second_opinion
from models.serving.lanes import SMALLER, Lanes
from models.serving.leases import Lender
from models.settings import CaptionSettings
from models.values import Caption, Conversation, Length, Picture


class Captioning:
    """What pictures show, in English."""

    def __init__(self, settings: CaptionSettings, lender: Lender, lanes: Lanes) -> None:
        self._settings, self._lender, self._lanes = settings, lender, lanes
        self._batches = Gatherer(lanes.models, self._short, self._short_alone, lender.free)

    async def caption(
        self, pictures: Sequence[Picture], length: Length = "short", away: bool = False
    ) -> list[Caption]:
        lanes = self._lanes
        if length == "short":
            lanes.begins()
            # Asked before these are in the lane themselves.
            waiting = pictures if lanes.models.busy else ()
            ready = asyncio.create_task(self._make_ready(waiting))
            try:
                captions = await self._batches.run(pictures)
            finally:
                ready.cancel()
            return await self.compare(pictures, captions)
        chat = await lanes.run(lanes.pictures, "caption", lambda: self._lender.describes(away))
        return await lanes.run(
            lanes.answering if chat else lanes.models,
            "caption",
            lambda: self._long(pictures, chat),
            lambda: [
                c for p in pictures for c in self._long([shrink(p, SMALLER)], chat, alone=True)
            ],
        )

    async def compare(
        self, pictures: Sequence[Picture], captions: Sequence[Caption]
    ) -> list[Caption]:
        """The captions with a second look, where somebody in the house can have one.

        It is no part of the batch: nobody's caption waits for the looks at others' pictures.
        """
        lender, lanes = self._lender, self._lanes
        if not self._settings.second:
            return list(captions)
        if not await lanes.run(lanes.pictures, "caption", lender.describes):
            return list(captions)
        told = await lanes.run(
            lanes.answering,
            "caption",
            lambda: second_opinion.compared(lender, pictures, captions),
            lambda: second_opinion.compared(
                lender, [shrink(picture, SMALLER) for picture in pictures], captions
            ),
        )
        if not second_opinion.differing(told):
            return told
        return await lanes.run(
            lanes.models, "caption", lambda: second_opinion.weighed(lender, pictures, told)
        )

    async def _make_ready(self, pictures: Sequence[Picture]) -> None:
        """Have numbers made of pictures that wait, while the model looks at others."""
        if not pictures:
            return

        def work() -> None:
            with self._lender.captioner_here() as captioner:
                if isinstance(captioner, SupportsPreprocessing):
                    for picture in pictures:
                        captioner.preprocess_ahead(picture)

        with suppress(Exception):  # what is wrong with one is told in its turn
            await self._lanes.pictures.run(work)

    def _short(self, pictures: Sequence[Picture]) -> list[Caption]:
        with self._lender.captioner() as captioner:
            captions = captioner.caption(pictures)
            return second_opinion.sampled(captioner, pictures, captions, self._settings.looks)

    def _short_alone(self, picture: Picture) -> Caption:
        return self._lanes.safely(
            "caption",
            lambda: self._short([picture])[0],
            lambda: self._short([shrink(picture, SMALLER)])[0],
        )

    def _long(self, pictures: Sequence[Picture], chat: bool, alone: bool = False) -> list[Caption]:
        if chat:
            asked = [Conversation(picture, DESCRIBE) for picture in pictures]
            answers = [self._lender.answer(conversation, alone) for conversation in asked]
            return [Caption(answer.text, answer.confidence) for answer in answers]
        with self._lender.captioner() as captioner:
            prompt = captioner.long_prompt if isinstance(captioner, Describer) else None
            return captioner.caption(pictures, prompt)
