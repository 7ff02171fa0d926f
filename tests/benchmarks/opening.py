"""One opening of a checkpoint and one prediction, in a process of its own; part of the checkpoint benchmark.

    python -m tests.benchmarks.opening ours|card PUBLISHED BASE

prints JSON: seconds, and peak resident megabytes, with those that the imports alone had taken.
"""

import json
import os
import re
import sys
from pathlib import Path
from time import perf_counter

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer, ElectraConfig, ElectraModel, ElectraTokenizerFast

from sentimotion import load

# Imported on first use, which is not what is measured.
IMPORTED = (load, ElectraModel, ElectraTokenizerFast)
TEXT = "জনগণ নির্ধারণ করবে কে জয়ী হবে।"


class CardModel(nn.Module):
    """The card's recipe: the base with its own weights, two heads, then the state of the file."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base)
        width = self.encoder.config.hidden_size
        self.sentiment_head, self.emotion_head = nn.Linear(width, 3), nn.Linear(width, 6)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        state = self.encoder(input_ids, attention_mask).last_hidden_state[:, 0]
        return self.sentiment_head(state), self.emotion_head(state)


def card(published: Path, base: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(base)
    model = CardModel(base)
    model.load_state_dict(load_file(published / "model.safetensors"))
    model.eval()
    inputs = tokenizer(TEXT, return_tensors="pt", truncation=True, max_length=128)
    with torch.no_grad():
        [head.softmax(-1) for head in model(inputs["input_ids"], inputs["attention_mask"])]


def ours(published: Path, _base: Path) -> None:
    load(published, device="cpu").predict(TEXT)


def write_base(published: Path, base: Path) -> None:
    """The published model's base as the hub has it: the encoder's weights, config and tokenizer."""
    base.mkdir()
    for name in ("config.json", "vocab.txt", "tokenizer_config.json"):
        (base / name).write_bytes((published / name).read_bytes())
    config = ElectraConfig.from_pretrained(base)
    config.architectures = ["ElectraModel"]
    config.save_pretrained(base)
    with safe_open(published / "model.safetensors", framework="pt") as file:
        names = [name for name in file.offset_keys() if name.startswith("encoder.")]
        tensors = {"electra." + name.removeprefix("encoder."): file.get_tensor(name) for name in names}
    save_file(tensors, base / "model.safetensors", {"format": "pt"})


def megabytes() -> float:
    """Peak resident memory of this program; getrusage would count that of the one that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


if __name__ == "__main__":
    before = megabytes()
    start = perf_counter()
    {"card": card, "ours": ours}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
    print(json.dumps({"seconds": perf_counter() - start, "peak": megabytes(), "before": before}))
