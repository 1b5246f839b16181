"""The matrices of a decoder block that may get an adapter: where each lies in Hugging Face's block and in a GGUF file.

Invariant: nothing is imported here, so a request can be checked before the libraries it needs are loaded.
"""

LINEAR_NAMES = {
    "q_proj": ("self_attn", "attn_q"),
    "k_proj": ("self_attn", "attn_k"),
    "v_proj": ("self_attn", "attn_v"),
    "o_proj": ("self_attn", "attn_output"),
    "gate_proj": ("mlp", "ffn_gate"),
    "up_proj": ("mlp", "ffn_up"),
    "down_proj": ("mlp", "ffn_down"),
}
