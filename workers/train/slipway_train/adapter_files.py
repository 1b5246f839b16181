"""A trained adapter as files: peft's `adapter_model.safetensors` and `adapter_config.json`, and `training.json`.

Invariant: the bytes depend on the adapter and its settings only: no paths, times, host or library versions.
Refuses: to be read back; `peft` does that.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from safetensors.torch import save

from .adapter import Adapter
from .durable_file import write_durably
from .train_request import TrainSettings

WEIGHTS_NAME, CONFIG_NAME, TRAINING_NAME = "adapter_model.safetensors", "adapter_config.json", "training.json"


def write_adapter(directory: Path, adapter: Adapter, settings: TrainSettings) -> None:
    """Write the adapter in peft's format."""
    write_durably(directory / WEIGHTS_NAME, save(adapter.named_matrices(), metadata={"format": "pt"}))
    config = {
        "base_model_name_or_path": settings.base_name,
        "bias": "none",
        "fan_in_fan_out": False,
        "inference_mode": True,
        "init_lora_weights": True,
        "lora_alpha": settings.lora.alpha,
        "lora_dropout": settings.lora.dropout,
        "peft_type": "LORA",
        "r": settings.lora.rank,
        "target_modules": list(settings.lora.target_modules),
        "task_type": "CAUSAL_LM",
    }
    write_json(directory / CONFIG_NAME, config)


def write_json(path: Path, value: Any) -> None:
    """JSON with sorted keys and two spaces, durably."""
    text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    write_durably(path, f"{text}\n".encode())
