"""Q-Former (BLIP-2 and its kin): a picture as a few tokens that a language model reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.checkpoints.checkpoint import Checkpoint
from models.checkpoints.loading import load_part
from models.checkpoints.quantise import Quantise, load_quantised
from models.concurrency.cancellation import stoppable
from models.concurrency.torch_threads import set_threads
from models.errors import ModelDamaged
from models.families.nan_guard import RejectNaN
from models.values import Picture


@dataclass(frozen=True)
class Written:
    """What the language model wrote; confidence: geometric mean of its token probabilities.

    ended: False where it was stopped at the most tokens.
    """

    text: str
    confidence: float
    ended: bool


@dataclass(frozen=True)
class Decoding:
    """How the language model is let write. Tokens count without the prompt.

    beams: 1 is greedy.
    """

    beams: int
    most: int
    least: int = 1
    length_penalty: float = 1.0
    repetition_penalty: float = 1.0
    stops: tuple[str, ...] = ()


class Qformer:
    """Writes about pictures with `Blip2-` or `InstructBlipForConditionalGeneration`."""

    def __init__(self, checkpoint: Checkpoint, device: str, quantise: Quantise = "none") -> None:
        """Load the weights onto `device`. Raises `ModelDamaged`."""
        from transformers import (  # heavy
            AutoImageProcessor,
            AutoModelForImageTextToText,
            AutoTokenizer,
        )

        if checkpoint.config.get("image_token_index") is None:
            raise ModelDamaged(
                f"{checkpoint.path}/config.json has no image_token_index, as before 2024",
                model=checkpoint.name,
            )
        self.model = load_quantised(AutoModelForImageTextToText, checkpoint, device, quantise)
        self.tokenizer = load_part(AutoTokenizer, checkpoint)
        self._pixels = load_part(AutoImageProcessor, checkpoint, backend="pil")
        self._instructed = (
            load_part(AutoTokenizer, checkpoint, subfolder="qformer_tokenizer")
            if checkpoint.model_type == "instructblip"
            else None
        )

    @property
    def in_two_parts(self) -> bool:
        """Whether the language model is an encoder and a decoder, as T5."""
        return not self.model.config.use_decoder_only_language_model

    def write(
        self,
        pictures: Sequence[Picture],
        prompt: str,
        decoding: Decoding,
        before: str | None = None,
        rules: Sequence[Any] = (),
    ) -> list[Written]:
        """What the language model writes after `prompt`, for each picture, in one batch.

        before: what stands before the picture's tokens; None for nothing, not even the token
        that begins a text, which then stands between the picture and the prompt; rules: further
        `LogitsProcessor`s.
        """
        import torch  # heavy

        model, language_model = self.model, self.model.language_model
        set_threads(model)
        ids = self._ids(prompt, before)
        batch = torch.tensor([ids] * len(pictures), device=model.device)
        pixels = self._pixels([picture.image for picture in pictures], return_tensors="pt")
        skipped = 1 if self.in_two_parts else len(ids)
        with torch.inference_mode(), stoppable(model):
            out = model.generate(
                pixel_values=pixels["pixel_values"].to(model.device, model.dtype),
                input_ids=batch,
                attention_mask=torch.ones_like(batch),
                **self._instruction(prompt, len(pictures)),
                **self._arguments(decoding, skipped, rules),
            )
        beams = out.get("beam_indices")
        logs = language_model.compute_transition_scores(
            out.sequences, out.scores, beams, normalize_logits=beams is None
        )
        # A beam that has ended is filled up with -1; a single sequence has no filling.
        lasting = torch.ones_like(logs) if beams is None else beams[:, : logs.shape[1]] >= 0
        mean = (logs.float() * lasting).sum(1) / lasting.sum(1)
        new = out.sequences[:, skipped:]
        texts = self.tokenizer.batch_decode(new, skip_special_tokens=True)
        return [
            Written(cut(text, decoding.stops), min(1.0, float(log.exp())), int(n) < decoding.most)
            for text, log, n in zip(texts, mean, lasting.sum(1), strict=True)
        ]

    def _ids(self, prompt: str, before: str | None) -> list[int]:
        config = self.model.config
        picture = [config.image_token_index] * config.num_query_tokens
        if before is None:
            return picture + list(self.tokenizer(prompt)["input_ids"])
        after = self.tokenizer(prompt, add_special_tokens=False)["input_ids"]
        return list(self.tokenizer(before)["input_ids"]) + picture + list(after)

    def _instruction(self, prompt: str, times: int) -> dict[str, Any]:
        """What the Q-Former of InstructBLIP looks for: the prompt, in its own vocabulary."""
        if self._instructed is None:
            return {}
        words = self._instructed(
            [prompt] * times,
            return_tensors="pt",
            truncation=True,
            max_length=self.model.config.qformer_config.max_position_embeddings,
        ).to(self.model.device)
        return {
            "qformer_input_ids": words["input_ids"],
            "qformer_attention_mask": words["attention_mask"],
        }

    def _arguments(self, decoding: Decoding, skipped: int, rules: Sequence[Any]) -> dict[str, Any]:
        from transformers import (  # heavy
            LogitsProcessorList,
            RepetitionPenaltyLogitsProcessor,
        )

        arguments: dict[str, Any] = {
            "do_sample": False,
            "num_beams": decoding.beams,
            "min_new_tokens": decoding.least,
            "max_new_tokens": decoding.most,
            "return_dict_in_generate": True,
            "output_scores": True,
        }
        config = self.model.language_model.generation_config
        if config.pad_token_id is None:
            end = config.eos_token_id
            arguments["pad_token_id"] = end[0] if isinstance(end, list) else end
        if decoding.beams > 1:
            arguments["length_penalty"] = decoding.length_penalty
        processors = LogitsProcessorList([RejectNaN(), *rules])
        if decoding.repetition_penalty != 1.0:
            # The papers' models see the prompt as vectors alone, so that its words, which an
            # answer takes up, cost nothing; here they are given as tokens, too.
            penalty = RepetitionPenaltyLogitsProcessor(
                decoding.repetition_penalty, prompt_ignore_length=skipped
            )
            processors.append(penalty)
        arguments["logits_processor"] = processors
        if decoding.stops:
            arguments["stop_strings"] = list(decoding.stops)
            arguments["tokenizer"] = self.tokenizer
        return arguments


def cut(text: str, stops: Sequence[str]) -> str:
    """The text before the first of the stops."""
    for stop in stops:
        text = text.partition(stop)[0]
    return text.strip()
