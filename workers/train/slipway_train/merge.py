"""The `merge` command: an adapter folded into its base by peft, as safetensors under Hugging Face names.

Invariant: float32, by peft's `merge_and_unload`; a tied output matrix is not written twice.
Refuses: other dtypes and GGUF: this is the reference that another implementation is tested against.
"""

from __future__ import annotations

from typing import Any

from safetensors.torch import save

from .devices import prepare_machine
from .durable_file import write_durably
from .gguf_file import GgufFile
from .protocol import Channel
from .ready import announce_ready
from .reference_model import apply_adapter, build_reference
from .request_fields import Fields


def merge(request_value: Any, channel: Channel) -> dict[str, Any]:
    """Carry out one request; returns the result's fields."""
    fields = Fields(request_value)
    base_path = fields.section("base").path("path")
    adapter_path, output_path = fields.path("adapter"), fields.path("outputPath")
    machine = prepare_machine("float32", fields.count("threads"))
    announce_ready(channel, machine)
    model = apply_adapter(build_reference(GgufFile(base_path)), adapter_path).merge_and_unload()
    tensors = {name: tensor.contiguous() for name, tensor in model.state_dict().items()}
    if model.config.tie_word_embeddings:
        tensors.pop("lm_head.weight", None)
    write_durably(output_path, save(tensors, metadata={"format": "pt"}))
    return {"outputPath": str(output_path), "tensors": len(tensors)}
