"""BLIP (Li et al. 2022, arXiv 2201.12086) as a captioner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from weakref import ref

from models.backends import BeamSearch, Compiles, Sampler, SupportsPreprocessing
from models.checkpoints.checkpoint import Checkpoint
from models.checkpoints.loading import load_model, load_part, number_type
from models.concurrency.cancellation import stoppable
from models.concurrency.torch_threads import set_threads
from models.families.blip_attention import Sight, fuse_vision
from models.families.compiled import Compiling
from models.families.nan_guard import RejectNaN
from models.families.preprocess_ahead import PreprocessAhead
from models.families.sampling import by_chance
from models.media.image import resized
from models.values import Caption, Picture

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

# The reference decoding, github.com/salesforce/BLIP configs/caption_coco.yaml; its 3 beams are the
# settings' default.
PROMPT = "a picture of"
MIN_LENGTH = 5
MAX_NEW_TOKENS = 20


def takes(checkpoint: Checkpoint) -> bool:
    """BLIP."""
    return checkpoint.model_type == "blip"


def load(checkpoint: Checkpoint, device: str) -> BlipCaptioner:
    """Ready on `device`. Blocking: seconds. Raises `ModelDamaged`."""
    return BlipCaptioner(checkpoint, device)


class BlipCaptioner(Sampler, SupportsPreprocessing, BeamSearch, Compiles):
    """Writes a short caption with `BlipForConditionalGeneration`."""

    def __init__(self, checkpoint: Checkpoint, device: str, beams: int = 3) -> None:
        """Load the weights onto `device`; beams: 1 writes greedily. Raises `ModelDamaged`."""
        from transformers import (  # heavy
            AutoImageProcessor,
            AutoTokenizer,
            BlipForConditionalGeneration,
        )

        dtype = number_type(device, checkpoint.parameters())
        self._model = load_model(BlipForConditionalGeneration, checkpoint, dtype=dtype).to(device)
        fuse_vision(self._model.vision_model)
        self._sight = Sight(self._model.text_decoder)
        self._shown: list[ref[Image]] = []
        # Not AutoProcessor: BLIP's looks for torchvision first and warns of its absence.
        self._pixels = load_part(AutoImageProcessor, checkpoint, backend="pil")
        self._tokenizer = load_part(AutoTokenizer, checkpoint)
        self._ahead = PreprocessAhead(self._numbers)
        self.beams = beams

    def compile(self) -> None:
        """From now on, have the eyes' blocks compiled for this machine."""
        Compiling().compile(self._model.vision_model.encoder.layers)

    def preprocess_ahead(self, picture: Picture) -> None:
        """Make numbers of a picture while others' are looked at."""
        self._ahead.make(picture.image)

    def caption(self, pictures: Sequence[Picture], prompt: str | None = None) -> list[Caption]:
        """One caption for each picture, in order, in one batch. Raises `Stopped`.

        prompt: the caption's first words, left out of the result; None for the reference's own.
        """
        if not pictures:
            return []
        # With 1.0 a beam's score is the mean log-probability of its new tokens.
        length_penalty = 1.0 if self.beams > 1 else None
        best = {
            **{"num_beams": self.beams, "do_sample": False, "length_penalty": length_penalty},
            "logits_processor": [RejectNaN()],
        }
        out, new = self._write(pictures, PROMPT if prompt is None else prompt, best)
        scores = out.sequences_scores if self.beams > 1 else self._mean_logs(out, new)
        return [
            Caption(text, min(1.0, confidence))
            for text, confidence in zip(
                self._texts(new), scores.float().exp().tolist(), strict=True
            )
        ]

    def sample(self, pictures: Sequence[Picture], looks: int) -> list[list[str]]:
        """So many captions of each picture, drawn by a chance of its own, in one batch."""
        if not pictures or not looks:
            return [[] for _ in pictures]
        noise = by_chance(pictures, looks, self._model.device)
        how = {"num_beams": 1, "do_sample": True, "num_return_sequences": looks}
        _, new = self._write(pictures, PROMPT, {**how, "logits_processor": noise})
        texts = self._texts(new)
        self._sight.forget()
        self._shown = []
        return [texts[start : start + looks] for start in range(0, len(texts), looks)]

    def _write(
        self, pictures: Sequence[Picture], prompt: str, how: dict[str, Any]
    ) -> tuple[Any, torch.Tensor]:
        """What `generate` tells of the pictures, and the new tokens: int64 (texts, t), padded."""
        import torch  # heavy

        set_threads(self._model)
        decoder = self._model.text_decoder
        words = self._tokenizer([prompt] * len(pictures), return_tensors="pt").to(decoder.device)
        # The model takes the prompt without its closing [SEP].
        begun = words["input_ids"][:, :-1]
        begun[:, 0] = decoder.config.bos_token_id
        with torch.inference_mode(), stoppable(self._model):
            self._look(pictures)
            out = decoder.generate(
                input_ids=begun,
                attention_mask=words["attention_mask"][:, :-1],
                encoder_hidden_states=self._sight.stand_in,
                eos_token_id=decoder.config.sep_token_id,
                pad_token_id=decoder.config.pad_token_id,
                # The prompt counts in the least length, as in the reference: "a picture of a
                # red circle" may end there.
                min_length=MIN_LENGTH,
                max_new_tokens=MAX_NEW_TOKENS,
                return_dict_in_generate=True,
                output_scores=True,
                output_logits=how["num_beams"] == 1,
                **how,
            )
        return out, out.sequences[:, begun.shape[1] :]

    def _look(self, pictures: Sequence[Picture]) -> None:
        """Look at the pictures, unless they are those that were looked at last."""
        images = [picture.image for picture in pictures]
        if len(images) == len(self._shown) and all(
            shown() is image for shown, image in zip(self._shown, images, strict=True)
        ):
            return
        model = self._model
        pixels = self._ahead.of(images)
        self._sight.show(model.vision_model(pixels.to(model.device, model.dtype))[0])
        self._shown = [ref(image) for image in images]

    def _numbers(self, images: Sequence[Image]) -> torch.Tensor:
        """The pictures as the model takes them: float32 (n, 3, height, width)."""
        made = self._pixels(resized(images, self._pixels), return_tensors="pt")
        pixels: torch.Tensor = made["pixel_values"]
        return pixels

    def _mean_logs(self, out: Any, new: torch.Tensor) -> torch.Tensor:
        """The mean log-probability of each text's new tokens, its end among them: (texts,)."""
        decoder = self._model.text_decoder
        # The logits: in the scores the end is ruled out where the text is still too short.
        logs = decoder.compute_transition_scores(out.sequences, out.logits, normalize_logits=True)
        written = new != decoder.config.pad_token_id
        means: torch.Tensor = (logs * written).sum(-1) / written.sum(-1)
        return means

    def _texts(self, new: torch.Tensor) -> list[str]:
        texts = self._tokenizer.batch_decode(new, skip_special_tokens=True)
        return [text.strip(" .,:;") for text in texts]
