"""The base, and an adapter on it, as transformers and peft see them: the reference that others are compared with.

Invariant: float32 throughout, weights exactly those of the file; no code of this package computes anything here.
Refuses: to train, to keep weights packed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch

from .architecture import Architecture
from .base_model import load_base
from .failures import WorkerFailure
from .gguf_file import GgufFile


def build_reference(file: GgufFile) -> Any:
    """The transformers model of a GGUF base, in evaluation mode."""
    from transformers import LlamaConfig, LlamaForCausalLM, Qwen2Config, Qwen2ForCausalLM

    base = load_base(file, torch.float32)
    is_llama = base.architecture.family == "llama"
    sizes = _config_fields(base.architecture)
    with torch.device("meta"):
        if is_llama:
            has_bias = any(name.endswith(".bias") for name in base.weights)
            model: Any = LlamaForCausalLM(LlamaConfig(**sizes, attention_bias=has_bias))
        else:
            model = Qwen2ForCausalLM(Qwen2Config(**sizes))
    model.load_state_dict(base.weights, strict=True, assign=True)
    model.tie_weights()
    # Buffers of rotary embeddings are computed, not stored, so they must be made anew off the meta device.
    model.model.rotary_emb = type(model.model.rotary_emb)(config=model.config)
    return model.eval().requires_grad_(False)


def apply_adapter(model: Any, directory: Path) -> Any:
    """The model with peft's adapter on it, in evaluation mode."""
    from peft import PeftModel

    config_path = directory / "adapter_config.json"
    try:
        json.loads(config_path.read_bytes())
    except (OSError, ValueError) as error:
        hint = "Name the folder that a finished training wrote."
        raise WorkerFailure("argument-invalid", f"The adapter's configuration cannot be read: {error}", hint) from error
    return PeftModel.from_pretrained(model, str(directory), is_trainable=False).eval()


def _config_fields(architecture: Architecture) -> dict[str, Any]:
    return {
        "vocab_size": architecture.vocabulary_size,
        "hidden_size": architecture.hidden_size,
        "intermediate_size": architecture.feed_forward_size,
        "num_hidden_layers": architecture.num_layers,
        "num_attention_heads": architecture.num_heads,
        "num_key_value_heads": architecture.num_key_value_heads,
        "head_dim": architecture.head_size,
        "max_position_embeddings": architecture.context_length,
        "rms_norm_eps": architecture.norm_epsilon,
        "rope_parameters": {"rope_type": "default", "rope_theta": architecture.rotary_base},
        "tie_word_embeddings": architecture.is_tied,
        "use_cache": False,
        "attn_implementation": "sdpa",
    }
