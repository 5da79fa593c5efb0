"""CLIP (Radford et al. 2021, arXiv 2103.00020) and SigLIP (Zhai et al. 2023, arXiv 2303.15343;
SigLIP 2: arXiv 2502.14786): pictures and texts in one space."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from models.checkpoints.checkpoint import Checkpoint
from models.checkpoints.loading import load_model, load_part, number_type
from models.concurrency.cancellation import stoppable
from models.concurrency.torch_threads import set_threads
from models.families.nan_guard import finite
from models.media.image import resized
from models.values import Picture

if TYPE_CHECKING:
    import torch

    from models.values import Vectors

_BATCH = 32
_KEPT = 1_000
"""Labels whose vectors are kept: 3 MB of them at 768 numbers."""
_PROBE = "একটি লাল বৃত্ত"
"""A phrase that any tokenizer of Bangla has whole words or large pieces for."""


def takes(checkpoint: Checkpoint) -> bool:
    """CLIP, open_clip's by its transformers name too; SigLIP and SigLIP 2."""
    return checkpoint.model_type in ("clip", "siglip", "siglip2")


def load(checkpoint: Checkpoint, device: str) -> JointEmbedder:
    """Ready on `device`. Blocking: seconds. Raises `ModelDamaged`."""
    return JointEmbedder(checkpoint, device)


class JointEmbedder:
    """Implements `Embedder` with a checkpoint that `AutoModel` loads as one of the three."""

    def __init__(self, checkpoint: Checkpoint, device: str) -> None:
        from transformers import AutoImageProcessor, AutoModel, AutoTokenizer

        # In bfloat16 a SigLIP-base's picture vector lies at a cosine of 0.9999 to float32's.
        dtype = number_type(device, checkpoint.parameters())
        self._model = load_model(AutoModel, checkpoint, dtype=dtype).to(device)
        self._pixels = load_part(AutoImageProcessor, checkpoint, backend="pil")
        self._tokenizer = load_part(AutoTokenizer, checkpoint)
        self._softmax = checkpoint.model_type == "clip"
        text = self._model.config.text_config
        # SigLIP was trained on texts padded to this length, and pools the last place of it.
        self._longest = min(text.max_position_embeddings, 64 if not self._softmax else 77)
        self.name = checkpoint.name
        self.size = int(getattr(text, "projection_size", 0) or self._model.config.projection_dim)
        self.multilingual = _knows_bangla(self._tokenizer)
        # One photo is classified, checked and remembered: its vector is wanted again and again.
        self._kept: dict[tuple[str, ...], Vectors] = {}
        self._last: tuple[tuple[str, tuple[int, int]], Vectors] | None = None

    def embed_images(self, pictures: Sequence[Picture]) -> Vectors:
        """One row for each picture, in order: float32 (n, d), of length 1."""
        if len(pictures) != 1:
            return self._rows([picture.image for picture in pictures], self._images)
        of = (pictures[0].digest, pictures[0].image.size)
        if self._last is None or self._last[0] != of:
            self._last = (of, self._rows([pictures[0].image], self._images))
        return self._last[1].copy()

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, in order: float32 (n, d), of length 1."""
        # SigLIP 2 was trained on lower case alone; the other tokenizers make it so themselves.
        return self._rows([text.lower() for text in texts], self._texts)

    def classify(self, picture: Picture, labels: Sequence[Sequence[str]]) -> list[float]:
        """How well each label fits, 0 to 1: softmax for CLIP, a sigmoid of each for SigLIP.

        A label's vector is the mean of its phrasings', as in CLIP's paper, 3.1.4.
        """
        import numpy as np

        image = self.embed_images([picture])[0]
        scale = float(self._model.logit_scale.detach().float().exp())
        logits = self._labels([tuple(label) for label in labels]) @ image * scale
        if self._softmax:
            fits = np.exp(logits - logits.max())
            return [float(fit) for fit in fits / fits.sum()]
        logits = logits + float(self._model.logit_bias.detach())
        return [float(fit) for fit in 1 / (1 + np.exp(-logits))]

    def _labels(self, labels: list[tuple[str, ...]]) -> Vectors:
        """A row for each label; those of warnings are wanted for every photo, so they are kept."""
        import numpy as np

        if len(self._kept) > _KEPT:
            self._kept.clear()
        new = [label for label in dict.fromkeys(labels) if label not in self._kept]
        flat = self.embed_texts([phrasing for label in new for phrasing in label])
        ends = np.cumsum([len(label) for label in new])
        for label, end in zip(new, ends, strict=True):
            mean = flat[end - len(label) : end].mean(axis=0)
            self._kept[label] = mean / np.linalg.norm(mean)
        return np.stack([self._kept[label] for label in labels])

    def _rows(self, items: list[Any], embed: Any) -> Vectors:
        import numpy as np
        import torch  # heavy

        set_threads(self._model)
        rows = [np.zeros((0, self.size), np.float32)]
        with torch.inference_mode(), stoppable(self._model):
            for begin in range(0, len(items), _BATCH):
                found = finite(embed(items[begin : begin + _BATCH]).pooler_output.float())
                rows.append(torch.nn.functional.normalize(found, dim=-1).cpu().numpy())
        return np.concatenate(rows)

    def _images(self, images: list[Any]) -> Any:
        images = resized(images, self._pixels)
        inputs = self._pixels(images, return_tensors="pt").to(self._model.device)
        pixels = inputs.pop("pixel_values").to(self._model.dtype)
        return self._model.get_image_features(pixel_values=pixels, **inputs)

    def _texts(self, texts: list[str]) -> Any:
        tokens: dict[str, torch.Tensor] = self._tokenizer(
            texts,
            padding=True if self._softmax else "max_length",
            truncation=True,
            max_length=self._longest,
            return_tensors="pt",
        ).to(self._model.device)
        kept = ("input_ids", "attention_mask") if self._softmax else ("input_ids",)
        return self._model.get_text_features(**{name: tokens[name] for name in kept})


def _knows_bangla(tokenizer: Any) -> bool:
    """Whether it has words or pieces for Bangla.

    CLIP's byte pairs can spell Bangla too, at more than a token a letter; a model that was
    trained on Bangla has far fewer tokens than letters.
    """
    tokens = tokenizer(_PROBE, add_special_tokens=False)["input_ids"]
    unknown = tokenizer.unk_token_id
    return len(tokens) < len(_PROBE) and (unknown is None or unknown not in tokens)
