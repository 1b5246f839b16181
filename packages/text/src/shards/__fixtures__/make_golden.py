"""Makes the token files beside it from documents.json with the builders of Megatron-LM and datatrove.

Made with megatron-core 0.16.1 and datatrove 0.10.1. Use: python make_golden.py
"""

import json
from pathlib import Path

import numpy as np
import torch
from datatrove.pipeline.tokens.tokenizer import TokenizedFile
from megatron.core.datasets.indexed_dataset import DType, IndexedDatasetBuilder

HERE = Path(__file__).parent
VOCABULARIES = {"short": 50_000, "wide": 70_001}

documents = json.loads((HERE / "documents.json").read_text())
for name, size in VOCABULARIES.items():
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    builder = IndexedDatasetBuilder(str(folder / "megatron.bin"), dtype=DType.optimal_dtype(size))
    tokenized = TokenizedFile(
        str(folder),
        "datatrove.ds",
        tokenizer_name_or_path="some/tokenizer",
        save_final_metadata=True,
        token_size=2 if size <= 2**16 else 4,
    )
    for ids in documents[name]:
        builder.add_document(torch.tensor(ids, dtype=torch.int64), [len(ids)])
        tokenized.write(ids, None)
    builder.finalize(str(folder / "megatron.idx"))
    tokenized.close()
    assert sum(map(len, documents[name])) == np.fromfile(folder / "megatron.bin", DType.optimal_dtype(size)).size
