"""Florence-2: the tiny trained one, on pictures that it never saw."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from handlers.answers.locate_rules import overlap
from models.caption.florence import LONG
from models.checkpoints.checkpoint import Checkpoint, find
from models.errors import NotUnderstood
from models.families import florence as family
from models.locate import florence
from models.pixels.draw_boxes import COLOURS, draw
from models.read.readers.florence import lines
from models.serving.factories import captioner, locator, reader
from models.values import Box, Picture
from tests.models.conftest import SHAPES
from tests.shapes.scene import COLOURS as NAMES
from tests.shapes.scene import KINDS, Scene, draw_scene, render
from tests.shapes.sentences import caption
from tests.shapes.train_locate import box_of


@pytest.fixture(scope="module")
def checkpoint() -> Checkpoint:
    return find(str(SHAPES / "locate"))


@pytest.fixture(scope="module")
def finding(checkpoint: Checkpoint) -> florence.FlorenceLocator:
    return florence.load(checkpoint, "cpu")


@pytest.fixture(scope="module")
def unseen() -> list[tuple[Scene, Picture]]:
    rng = np.random.default_rng((99, 8))
    scenes = [draw_scene(rng, most=500) for _ in range(40)]
    return [(scene, Picture(render(scene), str(at))) for at, scene in enumerate(scenes)]


def test_boxes_lie_where_the_shapes_are(
    finding: florence.FlorenceLocator, unseen: list[tuple[Scene, Picture]]
) -> None:
    overlaps = []
    for scene, picture in unseen:
        found = finding.locate(picture)
        assert len(found) <= 2
        for shape in scene.shapes:
            named = [b for b in found if b.label == f"{shape.colour} {shape.kind}"]
            truth = box_of(shape, scene)
            overlaps.append(max((overlap(b.box, truth) for b in named), default=0.0))
    assert np.mean(overlaps) >= 0.8


def test_a_phrase_is_grounded_and_one_that_is_not_there_is_not_invented(
    finding: florence.FlorenceLocator, unseen: list[tuple[Scene, Picture]]
) -> None:
    grounded, invented = [], []
    for at, (scene, picture) in enumerate(unseen):
        there = {(shape.colour, shape.kind): shape for shape in scene.shapes}
        for (colour, kind), shape in there.items():
            found = finding.locate(picture, f"{colour} {kind}")
            grounded.append(bool(found) and overlap(found[0].box, box_of(shape, scene)) >= 0.5)
        absent = [(c, k) for c in NAMES for k in KINDS if (c, k) not in there]
        colour, kind = absent[at % len(absent)]
        invented.append(bool(finding.locate(picture, f"a {colour} {kind}")))
    assert np.mean(grounded) >= 0.95
    assert np.mean(invented) <= 0.05


def test_a_word_that_it_has_never_seen_is_not_looked_for(
    finding: florence.FlorenceLocator, unseen: list[tuple[Scene, Picture]]
) -> None:
    with pytest.raises(NotUnderstood):
        finding.locate(unseen[0][1], "glasses")


def test_captions_come_short_and_at_length(
    checkpoint: Checkpoint, unseen: list[tuple[Scene, Picture]]
) -> None:
    speaking = captioner(checkpoint, "cpu")
    shown = [(scene, picture) for scene, picture in unseen[:12] if scene.shapes]
    pictures = [picture for _, picture in shown]
    short = [said.text for said in speaking.caption(pictures)]
    assert np.mean([text == caption(s) for text, (s, _) in zip(short, shown, strict=True)]) > 0.8
    longer = [said.text for said in speaking.caption(pictures, LONG)]
    assert all(len(b) > len(a) for a, b in zip(short, longer, strict=True))


def test_lines_of_writing_have_boxes(checkpoint: Checkpoint, unseen: list) -> None:
    piece = family.Piece("DANGER", (0.1, 0.2, 0.5, 0.2, 0.5, 0.3, 0.1, 0.3), (0.9,) * 8)
    (line,) = lines(family.FlorenceOutput((piece,), 0.9), (1000, 500))
    assert (line.text, line.box) == ("DANGER", (100, 100, 500, 150))
    assert line.confidence == pytest.approx(0.9)
    # The tiny one was never taught to read: it runs, and invents no line without a place.
    assert reader(checkpoint, "cpu").read(unseen[0][1]).codes == ()


def test_what_it_wrote_is_words_and_places(checkpoint: Checkpoint) -> None:
    model = family.Florence(checkpoint, "cpu")
    tokenizer = model._processor.tokenizer
    text = "red circle<loc_100><loc_200><loc_300><loc_400><loc_0><loc_0><loc_99><loc_99>blue square"
    ids = [tokenizer.bos_token_id, *tokenizer(text, add_special_tokens=False)["input_ids"], 2]
    told = family.parse_output(tokenizer, ids, [0.5] * len(ids))
    assert told.words == "red circle blue square"
    first, second = florence.boxes(told, (1000, 1000))
    assert (first.label, second.label) == ("red circle", "red circle")
    assert first.box == pytest.approx((100.5, 200.5, 300.5, 400.5))
    assert first.confidence == pytest.approx(0.5)
    assert locator(checkpoint, "cpu")


def test_a_phrase_can_not_smuggle_in_marks() -> None:
    assert florence.plain("<OD> cup\n<loc_5>") == "OD cup loc_5"


def test_frames_are_drawn_in_the_picture_and_numbered() -> None:
    picture = Picture(Image.new("RGB", (3200, 1600), (90, 90, 90)), "1")
    boxes = [Box("a", (200, 200, 800, 800)), Box("b", (2000, 100, 3200, 1600))]
    drawn = Image.open(io.BytesIO(draw(picture, boxes, "PNG")))
    assert drawn.size == (1600, 800)
    assert drawn.getpixel((250, 399)) == COLOURS[0]
    assert drawn.getpixel((1003, 400)) == COLOURS[1]
    assert drawn.getpixel((250, 250)) == (90, 90, 90)
