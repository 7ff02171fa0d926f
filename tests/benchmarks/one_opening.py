"""One opening of a checkpoint and one prediction, in a process of its own; part of the benchmark ``opening``.

    python -m tests.benchmarks.one_opening card|ours PUBLISHED BASE DTYPE

prints JSON: seconds on the clock and of the CPU by part, and peak resident megabytes.
"""

import json
import os
import re
import sys
from pathlib import Path
from time import perf_counter, process_time

TEXT = "জনগণ নির্ধারণ করবে কে জয়ী হবে।"


class Parts:
    """The seconds since the end of the last part, summed by name."""

    def __init__(self) -> None:
        self.clock: dict[str, float] = {}
        self.cpu: dict[str, float] = {}
        self._begun = perf_counter(), process_time()

    def end(self, name: str) -> None:
        now = perf_counter(), process_time()
        for seconds, begin, end in zip((self.clock, self.cpu), self._begun, now, strict=True):
            seconds[name] = seconds.get(name, 0.0) + end - begin
        self._begun = now


def card(parts: Parts, published: Path, base: Path, _dtype: str) -> None:
    """The card's recipe: the base with its own weights, two heads, then the state of the file; float32."""
    import torch
    from safetensors.torch import load_file

    parts.end("torch")
    # The two that the recipe's AutoModel and AutoTokenizer import when they open the base.
    from transformers import AutoModel, AutoTokenizer, ElectraModel, ElectraTokenizerFast  # noqa: F401

    parts.end("transformers")

    class CardModel(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = AutoModel.from_pretrained(base)
            width = self.encoder.config.hidden_size
            self.sentiment_head, self.emotion_head = torch.nn.Linear(width, 3), torch.nn.Linear(width, 6)

        def forward(self, input_ids, attention_mask):
            state = self.encoder(input_ids, attention_mask).last_hidden_state[:, 0]
            return self.sentiment_head(state), self.emotion_head(state)

    tokenizer = AutoTokenizer.from_pretrained(base)
    parts.end("tokenizer")
    model = CardModel()
    parts.end("weights: the base's")
    model.load_state_dict(load_file(published / "model.safetensors"))
    model.eval()
    parts.end("weights")
    inputs = tokenizer(TEXT, return_tensors="pt", truncation=True, max_length=128)
    with torch.no_grad():
        [head.softmax(-1) for head in model(inputs["input_ids"], inputs["attention_mask"])]
    parts.end("first pass")


def ours(parts: Parts, published: Path, _base: Path, dtype: str) -> None:
    import torch  # noqa: F401 - for its time

    parts.end("torch")
    from transformers import AutoTokenizer, ElectraConfig, ElectraTokenizerFast  # noqa: F401 - for their time

    parts.end("transformers")
    from sentimotion import load
    from sentimotion.checkpoints import opening

    parts.end("sentimotion")
    read_tokenizer = opening.read_tokenizer

    def timed(*arguments):
        parts.end("weights")  # what comes before: config, header, the empty network
        tokenizer = read_tokenizer(*arguments)
        parts.end("tokenizer")
        return tokenizer

    opening.read_tokenizer = timed
    model = load(published, device="cpu", dtype=dtype)
    parts.end("weights")
    model.predict(TEXT)
    parts.end("first pass")


def megabytes() -> float:
    """Peak resident memory of this program; getrusage would count that of the one that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


if __name__ == "__main__":
    os.environ["HF_HUB_OFFLINE"] = "1"
    taken = Parts()
    {"card": card, "ours": ours}[sys.argv[1]](taken, Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
    print(json.dumps({"clock": taken.clock, "cpu": taken.cpu, "peak": megabytes()}))
