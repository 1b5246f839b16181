"""Makes a tiny random model of each architecture, an adapter for it, and what PEFT makes of the two.

Writes into FOLDER/ARCHITECTURE: base.gguf (by Python's gguf, with the changes that llama.cpp's converter makes), adapter/ (by PEFT),
merged.safetensors (PEFT's merge_and_unload), logits.json (of the merged model in fp32). Deterministic. It takes nothing from
packages/weights, so that the two are independent witnesses.
Use: python make_tiny_models.py FOLDER ARCHITECTURE...
"""

import json
import sys
from pathlib import Path

import gguf
import numpy as np
import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from transformers import Gemma3ForCausalLM, Gemma3TextConfig, LlamaConfig, LlamaForCausalLM
from transformers import Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM

SIZES = {
    "vocab_size": 96,
    "hidden_size": 64,
    "intermediate_size": 160,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 16,
    "max_position_embeddings": 256,
    "bos_token_id": 1,
    "eos_token_id": 2,
    "pad_token_id": 0,
}
MODELS = {
    "llama": (LlamaConfig, LlamaForCausalLM, {"tie_word_embeddings": True}),
    "qwen2": (Qwen2Config, Qwen2ForCausalLM, {"tie_word_embeddings": False}),
    "qwen3": (Qwen3Config, Qwen3ForCausalLM, {"tie_word_embeddings": False}),
    "gemma3": (Gemma3TextConfig, Gemma3ForCausalLM, {"query_pre_attn_scalar": 16, "sliding_window": 64}),
}
TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
IDS = [[1, 17, 40, 3, 88, 52, 9, 31]]


def make_model(architecture):
    torch.manual_seed(7)
    config_class, model_class, special = MODELS[architecture]
    model = model_class(config_class(**SIZES, **special)).float().eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn_like(parameter) * (0.1 if parameter.ndim > 1 else 0.3))
    return model


def interleave(weights, num_heads):
    halves = weights.reshape(num_heads, 2, weights.shape[0] // num_heads // 2, *weights.shape[1:])
    return halves.swapaxes(1, 2).reshape(weights.shape)


def convert(name, weights, architecture, config):
    if architecture == "llama" and name.endswith(("q_proj.weight", "q_proj.bias")):
        return interleave(weights, config.num_attention_heads)
    if architecture == "llama" and name.endswith(("k_proj.weight", "k_proj.bias")):
        return interleave(weights, config.num_key_value_heads)
    if architecture == "gemma3" and name.endswith("norm.weight"):
        return weights + 1
    return weights


def write_gguf(model, architecture, path):
    config = model.config
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_key_length(config.head_dim)
    writer.add_value_length(config.head_dim)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(10000.0)
    writer.add_vocab_size(config.vocab_size)
    writer.add_rope_dimension_count(config.head_dim)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    kind = next(key for key, value in gguf.MODEL_ARCH_NAMES.items() if value == architecture)
    names = gguf.get_tensor_name_map(kind, config.num_hidden_layers)
    tied = config.tie_word_embeddings
    for name, tensor in model.state_dict().items():
        if tied and name == "lm_head.weight":
            continue
        target = names.get_name(name, try_suffixes=(".weight", ".bias"))
        assert target is not None, name
        values = convert(name, tensor.numpy().astype(np.float32), architecture, config)
        writer.add_tensor(target, np.ascontiguousarray(values))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def make(architecture, folder):
    folder.mkdir(parents=True, exist_ok=True)
    model = make_model(architecture)
    write_gguf(model, architecture, folder / "base.gguf")
    options = {"r": 5, "lora_alpha": 12, "target_modules": TARGETS, "use_rslora": architecture == "qwen2"}
    tuned = get_peft_model(model, LoraConfig(**options))
    with torch.no_grad():
        for name, parameter in tuned.named_parameters():
            if "lora_" in name:
                parameter.copy_(torch.randn_like(parameter) * 0.1)
    tuned.save_pretrained(folder / "adapter")
    with torch.no_grad():
        with_adapter = tuned(torch.tensor(IDS)).logits
    merged = tuned.merge_and_unload()
    state = {name: value.clone().contiguous() for name, value in merged.state_dict().items()}
    save_file(state, folder / "merged.safetensors")
    (folder / "logits.json").write_text(json.dumps({"ids": IDS, "logits": with_adapter.flatten().tolist()}))


def main():
    folder, *architectures = sys.argv[1:]
    for architecture in architectures:
        make(architecture, Path(folder) / architecture)


main()
