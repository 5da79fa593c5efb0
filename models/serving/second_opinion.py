"""Second opinions on a picture: what else a captioner might say, what another model says of it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from models.answer.decoding.prompts import DESCRIBE
from models.backends import Sampler
from models.errors import MachineFault
from models.values import Caption, Conversation, Picture

if TYPE_CHECKING:
    from models.backends import Captioner
    from models.serving.leases import Lender

logger = logging.getLogger(__name__)


def sampled(
    captioner: Captioner, pictures: Sequence[Picture], captions: Sequence[Caption], looks: int
) -> list[Caption]:
    """The captions with what the captioner says of the same pictures by chance."""
    if not looks or not isinstance(captioner, Sampler):
        return list(captions)
    drawn = captioner.sample(pictures, looks)
    return [
        replace(caption, samples=tuple(samples))
        for caption, samples in zip(captions, drawn, strict=True)
    ]


def compared(
    lender: Lender, pictures: Sequence[Picture], captions: Sequence[Caption]
) -> list[Caption]:
    """The captions with what the answerer says.

    Only answerers in the house that can describe; a machine where one fails has no second look.
    """
    if not lender.describes():
        return list(captions)
    try:
        with lender.answerer() as answerer:
            said = [answerer.answer(Conversation(picture, DESCRIBE)).text for picture in pictures]
    except MachineFault as error:
        logger.warning("no second look: %s: %s", type(error).__name__, error)
        return list(captions)
    return [
        replace(caption, second=text.strip(" ."))
        for caption, text in zip(captions, said, strict=True)
    ]


def differing(captions: Sequence[Caption]) -> list[int]:
    """The places of those of which two looks say something else."""
    return [n for n, each in enumerate(captions) if each.second and each.second != each.text]


def weighed(
    lender: Lender, pictures: Sequence[Picture], captions: Sequence[Caption]
) -> list[Caption]:
    """The captions with which of two looks that differ the embedder finds more fitting."""
    told = list(captions)
    try:
        for index in differing(told):
            told[index] = _weighed(lender, pictures[index], told[index])
    except MachineFault as error:
        logger.warning("two looks are not weighed: %s: %s", type(error).__name__, error)
    return told


def _weighed(lender: Lender, picture: Picture, caption: Caption) -> Caption:
    with lender.embedder() as embedder:
        (seen,) = embedder.embed_images([picture])
        first, second = embedder.embed_texts([caption.text, caption.second])
    return replace(caption, favour=float(seen @ first) - float(seen @ second))
