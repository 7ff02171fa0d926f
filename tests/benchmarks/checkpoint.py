"""What a checkpoint of the published size costs: ``python -m tests.benchmarks.checkpoint [--parts ...]``.

Writes the card's architecture with random weights (335 M parameters, fp32) into a temporary folder; prints,
in one run on one machine:

predict  one text of 20 and of 128 tokens, against the same network in fp32
batch    2,000 texts of mixed length, against padded batches of 32 and transformers' pipeline, both in fp32
limit    how near the batched run comes to a bare matrix product
threads  predictions asked for by several threads at once: one lock, two at a time, or none
half     what half precision costs on the embedded checkpoint; wants --data DIR, which holds dev/

Everything is measured with the texts of ``_comments``, made from a few sentences: of their meaning nothing
depends.
"""

import argparse
import csv
import json
import platform
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Lock, Semaphore
from time import perf_counter
from typing import Any

import torch
from transformers import ElectraForSequenceClassification, TextClassificationPipeline

import sentimotion
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS
from tests.benchmarks.explain_speed import seconds
from tests.synthetic import write_foreign

EXAMPLES = Path(__file__).parent.parent.parent / "assets" / "examples.json"
PARTS = ("predict", "batch", "limit", "threads", "half")
N_COMMENTS = 2000
N_SLOW = 400


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--data", type=Path, help="holds dev/ (see sentimotion/training/README.md)")
    options = parser.parse_args()
    print(f"{platform.machine()}, {torch.get_num_threads()} threads, torch {torch.__version__}\n")
    with TemporaryDirectory() as temporary:
        if set(options.parts) - {"half"}:
            published = write_foreign(Path(temporary) / "published", size="full")
            model = sentimotion.load(published, device="cpu")
            print(f"{model.describe()}\n")
            for part, measure in (
                ("predict", latency), ("batch", throughput), ("limit", limit), ("threads", threads)
            ):  # fmt: skip
                if part in options.parts:
                    measure(model)
    if "half" in options.parts:
        if options.data is None:
            parser.error("half wants --data DIR")
        half(options.data)


def latency(model: sentimotion.SentimotionModel) -> None:
    print("one text, median of 9 | card's predict, fp32, ms | ours, ms | times as fast (goal 2.5)")
    for n_tokens in (20, 128):
        text = _of_length(model, n_tokens)

        def card(text: str = text) -> None:
            inputs = model.tokenizer(text, return_tensors="pt", truncation=True, max_length=128)
            with torch.no_grad():
                logits = model.network(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"])
                [torch.softmax(head, -1)[0].tolist() for head in logits]

        slow, fast = seconds(card, 9), seconds(lambda text=text: model.predict(text), 9)
        print(f"{n_tokens} tokens | {slow * 1000:.0f} | {fast * 1000:.0f} | {slow / fast:.2f}")
    print()


def throughput(model: sentimotion.SentimotionModel) -> None:
    comments = _comments(N_COMMENTS)
    few = comments[:N_SLOW]
    ours = N_COMMENTS / _timed(lambda: model.predict_batch(comments))
    loop = N_SLOW / _timed(lambda: padded_loop(model, few))
    classify = pipeline(model)
    pipe = N_SLOW / _timed(lambda: classify(few, batch_size=32, truncation=True, max_length=128))
    print(f"{N_COMMENTS} comments | texts a second | ours, times as fast (goal 3)")
    print(f"ours | {ours:.1f} |")
    print(f"batches of 32 as they come, fp32 ({N_SLOW} of them) | {loop:.1f} | {ours / loop:.2f}")
    print(f"transformers' pipeline, one head, fp32 ({N_SLOW} of them) | {pipe:.1f} | {ours / pipe:.2f}\n")


def padded_loop(model: sentimotion.SentimotionModel, texts: Sequence[str]) -> None:
    for start in range(0, len(texts), 32):
        encoded = model.tokenizer(
            list(texts[start : start + 32]),
            return_tensors="pt",
            padding=True,
            truncation=True,
            max_length=128,
        )
        with torch.no_grad():
            logits = model.network(input_ids=encoded["input_ids"], attention_mask=encoded["attention_mask"])
            [head.softmax(-1).tolist() for head in logits]


def pipeline(model: sentimotion.SentimotionModel) -> TextClassificationPipeline:
    """transformers' own encoder with the same weights, and one head of its own."""
    network = ElectraForSequenceClassification(model.network.config)
    network.electra.load_state_dict(model.network.encoder.state_dict(), assign=True)
    return TextClassificationPipeline(model=network.eval(), tokenizer=model.tokenizer, device="cpu")


def limit(model: sentimotion.SentimotionModel) -> None:
    """Operations of the encoder's products a second (2 a weight and token, padding not counted)."""
    comments = _comments(N_COMMENTS)
    n_tokens = sum(len(model.encode(text).tokens) for text in comments)
    weights = sum(
        part.weight.numel() for part in model.network.encoder.modules() if isinstance(part, torch.nn.Linear)
    )
    reached = 2 * weights * n_tokens / _timed(lambda: model.predict_batch(comments))
    width, inner = model.network.config.hidden_size, model.network.config.intermediate_size
    left = torch.randn(2048, width).to(model.dtype)
    right = torch.randn(inner, width).to(model.dtype)
    bare = 2 * left.shape[0] * width * inner / seconds(lambda: torch.nn.functional.linear(left, right), 50)
    print(
        f"batched run {reached / 1e9:.0f} GFLOPS, bare product (2048 x {width}) x ({width} x {inner}) "
        f"{bare / 1e9:.0f}: {reached / bare:.0%} (goal 60 %)\n"
    )


def threads(model: sentimotion.SentimotionModel, n_threads: int = 8, rounds: int = 4) -> None:
    """A page's visitors: each asks for one text after another."""
    text = _of_length(model, 20)
    print(f"{n_threads} threads, one text of 20 tokens each | predictions a second | 95th percentile, ms")
    guards: dict[str, Any] = {"one lock": Lock(), "two at a time": Semaphore(2), "none": nullcontext()}
    for name, guard in guards.items():
        times: list[float] = []

        def visit(_: int, guard: Any = guard, times: list[float] = times) -> None:
            for _ in range(rounds):
                start = perf_counter()
                with guard:
                    model.predict(text)
                times.append(perf_counter() - start)

        with ThreadPoolExecutor(n_threads) as pool:
            start = perf_counter()
            list(pool.map(visit, range(n_threads)))
            elapsed = perf_counter() - start
        late = quantiles(times, n=20)[-1]
        print(f"{name} | {len(times) / elapsed:.1f} | {late * 1000:.0f}")
    print()


def half(data: Path) -> None:
    """Every dev row of the embedded checkpoint in fp32 and in bfloat16."""
    texts = []
    for path in sorted((data / "dev").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            texts += [row["text"] for row in csv.DictReader(file) if row["text"].strip()]
    exact, rough = (sentimotion.load(device="cpu", dtype=dtype) for dtype in ("float32", "bfloat16"))
    largest, changed = dict.fromkeys(HEADS, 0.0), dict.fromkeys(HEADS, 0)
    gaps: list[float] = []
    for one, other in zip(exact.predict_batch(texts), rough.predict_batch(texts), strict=True):
        for head in HEADS:
            pair = zip(one.probabilities.of(head), other.probabilities.of(head), strict=True)
            gap = max(abs(a - b) for a, b in pair)
            gaps.append(gap)
            largest[head] = max(largest[head], gap)
            changed[head] += one.decision(head).label != other.decision(head).label
    print(f"embedded, bfloat16 against float32, {len(texts)} dev texts, thresholds {DEFAULT_THRESHOLDS}")
    for head in HEADS:
        print(f"{head}: largest difference {largest[head]:.4f} (goal 0.01), "
              f"decisions changed {changed[head] / len(texts):.2%} (goal 0.5 %)")  # fmt: skip
    print(f"median difference {median(gaps):.4f}, 99th percentile {quantiles(gaps, n=100)[-1]:.4f}")


def _timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def _sentences() -> list[str]:
    return [example["text"] for example in json.loads(EXAMPLES.read_text(encoding="utf-8"))]


def _of_length(model: sentimotion.SentimotionModel, n_tokens: int) -> str:
    """A text that fills so many tokens."""
    words = " ".join(_sentences() * 20).split()
    texts = (" ".join(words[:count]) for count in range(1, len(words)))
    return next(text for text in texts if len(model.encode(text, max_length=512).tokens) >= n_tokens)


def _comments(count: int) -> list[str]:
    """As long as comments are: most a line, some a paragraph."""
    draw = random.Random(7)
    words = " ".join(_sentences()).split()
    lengths = [min(90, max(2, round(draw.lognormvariate(2.3, 0.7)))) for _ in range(count)]
    return [" ".join(draw.choice(words) for _ in range(length)) for length in lengths]


if __name__ == "__main__":
    main()
