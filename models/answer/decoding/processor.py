"""Processor of a chat checkpoint: tokenizer, image processor and template, without torchvision."""

from __future__ import annotations

from typing import Any

from models.checkpoints.checkpoint import Checkpoint
from models.checkpoints.loading import load_part


def load_processor(checkpoint: Checkpoint) -> Any:
    """What turns pictures and words into the model's inputs. Raises `ModelDamaged`.

    The processors of Qwen, SmolVLM2 and Gemma 4 also have one for videos, which can't be made
    without torchvision. No video is ever looked at: an empty one stands in its place.
    """
    from transformers import AutoConfig, AutoProcessor  # heavy
    from transformers.models.auto.processing_auto import PROCESSOR_MAPPING

    kind = type(load_part(AutoConfig, checkpoint))
    processor_class: Any = PROCESSOR_MAPPING.get(kind, AutoProcessor)
    made_of: list[str] = getattr(processor_class, "get_attributes", list)()
    if "video_processor" not in made_of:
        return load_part(AutoProcessor, checkpoint, backend="pil")
    parts = [_part(name, checkpoint) for name in made_of]
    return load_part(_assembled(processor_class, parts), checkpoint)


def _part(name: str, checkpoint: Checkpoint) -> Any:
    from transformers import (  # heavy
        AutoFeatureExtractor,
        AutoImageProcessor,
        AutoTokenizer,
    )

    if name == "image_processor":
        return load_part(AutoImageProcessor, checkpoint, backend="pil")
    if name == "video_processor":
        return _no_videos()
    return load_part(AutoTokenizer if name == "tokenizer" else AutoFeatureExtractor, checkpoint)


def _no_videos() -> Any:
    from transformers.video_processing_utils import BaseVideoProcessor  # heavy

    empty: Any = BaseVideoProcessor()
    # SmolVLM passes these on though there is no video.
    empty.num_frames = empty.fps = None
    return empty


def _assembled(processor_class: Any, parts: list[Any]) -> Any:
    """The class, but that it takes these parts as they are instead of loading its own."""

    class Assembled(processor_class):  # type: ignore[misc] # known only now
        @classmethod
        def _get_arguments_from_pretrained(cls, *_: Any, **__: Any) -> list[Any]:
            return parts

        def check_argument_for_proper_class(self, *_: Any) -> None:
            """Nothing to check: the loader of each has done so."""

    return Assembled
