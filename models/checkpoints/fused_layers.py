"""Fused linear layers of a language model, which a GPU runs sooner; the same numbers.

One projection instead of three for queries, keys and values, and one instead of two within the
feed-forward part; norms and turned positions in one or three kernels instead of six and ten. At
one token a step a GPU waits for each kernel longer than it works on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch
    from torch import nn

_ATTENTIONS = ("LlamaAttention", "MistralAttention", "Qwen2Attention")
"""Whose forward is `_attend`."""


def merge(model: Any) -> int:
    """Merge the layers of the model's decoder where it can be done. Returns how many changed.

    After quantising and before the first pass: bitsandbytes packs weights for a CPU then.
    """
    changed = 0
    for part in list(model.get_decoder().modules()):
        kind = type(part).__name__
        if kind in _ATTENTIONS and part.config._attn_implementation == "sdpa":
            changed += _merge(part, ("q_proj", "k_proj", "v_proj"), "qkv_proj", _attend)
        elif all(hasattr(part, name) for name in ("gate_proj", "up_proj", "down_proj", "act_fn")):
            changed += _merge(part, ("gate_proj", "up_proj"), "gate_up_proj", _feed)
        elif kind.endswith("RMSNorm") and hasattr(part, "variance_epsilon"):
            part.forward = partial(_norm, part)
            changed += 1
    return changed


def merged(layers: Sequence[Any]) -> nn.Linear | None:
    """One linear layer that gives what these do, side by side; None where they can't be one.

    Plain ones, 4 bits of bitsandbytes, and 4 bits of torchao, as they lie: blocks of numbers that
    share a scale are within a row.
    """
    import torch  # heavy
    from torch import nn  # heavy

    weights = [layer.weight for layer in layers]
    kinds = {(type(layer), type(layer.weight), layer.weight.dtype) for layer in layers}
    if len(kinds) > 1 or len({layer.in_features for layer in layers}) > 1:
        return None
    biases = [layer.bias for layer in layers if layer.bias is not None]
    if len(biases) not in (0, len(layers)):
        return None
    kind, width = type(layers[0]).__name__, layers[0].in_features
    with torch.device("meta"):
        new: Any = nn.Linear(width, sum(layer.out_features for layer in layers), bool(biases))
    if kind == "Linear4bit" and width % weights[0].quant_state.blocksize == 0:
        new = _merged_4bit(layers, new)
    elif kind == "Linear" and type(weights[0]).__name__ == "Int4TilePackedTo4dTensor":
        new.weight = _parameter(_merged_int4(weights))
    elif kind == "Linear" and type(weights[0]) is nn.Parameter:
        new.weight = _parameter(torch.cat([weight.data for weight in weights]))
    else:
        return None
    if biases:
        new.bias = _parameter(torch.cat([bias.data for bias in biases]))
    return new.eval()  # type: ignore[no-any-return]


def _merge(part: Any, names: Sequence[str], name: str, forward: Any) -> bool:
    new = merged([getattr(part, each) for each in names])
    if new is None:
        return False
    for each in names:
        delattr(part, each)
    setattr(part, name, new)
    part.forward = partial(forward, part)
    return True


def _merged_4bit(layers: Sequence[Any], like: Any) -> Any:
    """Double quantisation has one offset for a layer: the scales alone are quantised again."""
    import torch  # heavy
    from bitsandbytes import functional  # heavy
    from bitsandbytes.nn import modules  # heavy

    bits: Any = functional
    kinds: Any = modules
    first, states = layers[0], [layer.weight.quant_state for layer in layers]
    scales = [
        bits.dequantize_blockwise(state.absmax, state.state2) + state.offset
        if state.nested else state.absmax
        for state in states
    ]  # fmt: skip
    state = bits.QuantState(
        torch.cat(scales), like.weight.shape, states[0].code, states[0].blocksize,
        states[0].quant_type, states[0].dtype,
    )  # fmt: skip
    if states[0].nested:
        state.offset = state.absmax.mean()
        state.absmax, state.state2 = bits.quantize_blockwise(
            state.absmax - state.offset, blocksize=256
        )
        state.nested = True
    with torch.device("meta"):
        new: Any = kinds.Linear4bit(
            like.in_features, like.out_features, like.bias is not None, first.compute_dtype,
            states[0].nested, states[0].quant_type,
        )  # fmt: skip
    new.weight = kinds.Params4bit(
        torch.cat([layer.weight.data for layer in layers]),
        quant_state=state,
        blocksize=state.blocksize,
        compress_statistics=state.nested,
        quant_type=state.quant_type,
        module=new,
        bnb_quantized=True,
    )
    new.quant_state = state
    return new


def _merged_int4(weights: Sequence[Any]) -> Any:
    import torch  # heavy

    first = weights[0]
    rows = sum(weight.shape[0] for weight in weights)
    return type(first)(
        torch.cat([weight.qdata for weight in weights]),
        torch.cat([weight.scale_and_zero for weight in weights], 1),
        first.block_size,
        torch.Size((rows, first.shape[1])),
    )


def _parameter(tensor: torch.Tensor) -> nn.Parameter:
    from torch import nn  # heavy

    return nn.Parameter(tensor, requires_grad=False)


def _attend(
    part: Any,
    hidden_states: torch.Tensor,
    position_embeddings: tuple[torch.Tensor, torch.Tensor],
    attention_mask: torch.Tensor | None = None,
    past_key_values: Any = None,
    **named: Any,
) -> tuple[torch.Tensor, None]:
    """`LlamaAttention.forward`, with queries and keys turned together."""
    from transformers.integrations.sdpa_attention import (  # heavy
        sdpa_attention_forward,
    )

    size, groups = part.head_dim, part.num_key_value_groups
    heads = part.qkv_proj(hidden_states).unflatten(-1, (-1, size))
    few = heads.shape[2] // (groups + 2)
    cosine, sine = (each.unsqueeze(2) for each in position_embeddings)
    turning, half = heads[:, :, : few * (groups + 1)], size // 2
    turned = turning * cosine
    turned[..., :half].addcmul_(turning[..., half:], sine[..., :half], value=-1)
    turned[..., half:].addcmul_(turning[..., :half], sine[..., half:])
    queries = turned[:, :, : few * groups].transpose(1, 2)
    keys = turned[:, :, few * groups :].transpose(1, 2)
    values = heads[:, :, few * (groups + 1) :].transpose(1, 2)
    if past_key_values is not None:
        keys, values = past_key_values.update(keys, values, part.layer_idx)
    named.pop("position_ids", None)
    seen, _ = sdpa_attention_forward(
        part, queries, keys, values, attention_mask, scaling=part.scaling, **named
    )
    return part.o_proj(seen.reshape(*hidden_states.shape[:-1], -1)), None


def _feed(part: Any, x: torch.Tensor) -> torch.Tensor:
    """`LlamaMLP.forward`."""
    gate, up = part.gate_up_proj(x).chunk(2, -1)
    return part.down_proj(part.act_fn(gate) * up)  # type: ignore[no-any-return]


def _norm(part: Any, hidden_states: torch.Tensor) -> torch.Tensor:
    from torch.nn.functional import rms_norm  # heavy

    return rms_norm(hidden_states, part.weight.shape, part.weight, part.variance_epsilon)
