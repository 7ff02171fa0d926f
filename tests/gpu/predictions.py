"""Predictions: equal to the CPU's within a bound, and how many texts a second."""

from collections.abc import Sequence

import torch

from sentimotion.inference.predictor import Prediction, predict_probabilities
from sentimotion.labels import HEADS
from tests.gpu.bench import PRECISIONS, Bench, comments, long_text
from tests.gpu.report import Section

# The largest difference of a probability from the CPU's in float32.
BOUNDS = {"float32": 2e-5, "float16": 2e-3, "bfloat16": 1e-2}


def products() -> Section:
    return Section(
        "products",
        "Matrix products of the card, TFLOP/s (2 operations a multiplication and addition, random data)",
        ["precision", "square", "16384 tokens x width x intermediate size"],
    )


def measure_products(section: Section, bench: Bench) -> None:
    for name in (*PRECISIONS, "tf32"):
        section.row(name, *(f"{rate / 1e12:.3g}" for rate in product_rates(bench, name)))


def product_rates(bench: Bench, precision: str) -> tuple[float, float]:
    """Operations a second of a large square product, and of the encoder's widest at the size of a pass."""
    dtype = torch.float32 if precision == "tf32" else getattr(torch, precision)
    before = torch.get_float32_matmul_precision()
    config = bench.model("float32").network.config
    square = (8192,) * 3 if bench.is_full else (64,) * 3
    of_encoder = (16384 if bench.is_full else 64, config.hidden_size, config.intermediate_size)
    rates = []
    torch.set_float32_matmul_precision("high" if precision == "tf32" else "highest")
    try:
        for rows, width, columns in (square, of_encoder):
            left = torch.randn(rows, width, device=bench.device).to(dtype)
            right = torch.randn(columns, width, device=bench.device).to(dtype)
            n_products = 10

            def work(left=left, right=right, n_products=n_products) -> None:
                for _ in range(n_products):
                    torch.nn.functional.linear(left, right)

            rates.append(n_products * 2 * rows * width * columns / bench.seconds(work, 5))
    finally:
        torch.set_float32_matmul_precision(before)
    return rates[0], rates[1]


def agreement() -> Section:
    return Section(
        "predictions",
        "Predictions against the CPU's in float32, 64 comments and one text of 128 tokens",
        [
            "precision",
            "largest difference of a probability",
            "bound",
            "decisions changed",
            "one by one against in a batch",
            "20 tokens, ms",
            "128 tokens, ms",
        ],
    )


def measure_agreement(section: Section, bench: Bench) -> None:
    texts = [*comments(64 if bench.is_full else 8), long_text()]
    expected = bench.reference().predict_batch(texts)
    tops = [[one.probabilities.of(head) for one in expected] for head in HEADS]
    spread = max(max(values) - min(values) for top in tops for values in zip(*top, strict=True))
    section.row("CPU, float32", f"the texts differ by {spread:.3g}", "-", "-", "-", "-", "-")
    # Or the bounds below would hold for a model that says the same of every text.
    section.bound("smallest bound against the difference between texts", max(BOUNDS.values()), spread)
    for precision in PRECISIONS:
        model = bench.model(precision)
        found = model.predict_batch(texts)
        alone = [model.predict(text) for text in texts]
        most = max(largest_difference(found, expected), largest_difference(alone, expected))
        changed = sum(
            one.decision(head).label != other.decision(head).label
            for one, other in zip(found, expected, strict=True)
            for head in HEADS
        )
        times = [
            1000 * bench.seconds(lambda n=n, model=model: model.predict(long_text(), max_length=n), 20)
            for n in (20, 128)
        ]
        section.row(
            precision,
            most,
            BOUNDS[precision],
            f"{changed} of {2 * len(texts)}",
            largest_difference(found, alone),
            *times,
        )
        section.bound(f"{precision}: largest difference of a probability", most, BOUNDS[precision])


def largest_difference(found: Sequence[Prediction], expected: Sequence[Prediction]) -> float:
    return max(
        abs(a - b)
        for one, other in zip(found, expected, strict=True)
        for head in HEADS
        for a, b in zip(one.probabilities.of(head), other.probabilities.of(head), strict=True)
    )


def bulk() -> Section:
    return Section(
        "bulk",
        "predict_batch. Operations counted: 2 for each weight of the encoder's linear layers and token of a "
        "text; padding, attention, norms and heads are not. The limit is the square product above",
        [
            "way",
            "precision",
            "texts a second",
            "tokens a second",
            "encoding, s",
            "forward passes, s",
            "passes, TFLOP/s",
            "share of the limit: passes",
            "whole call",
        ],
    )


def measure_bulk(section: Section, bench: Bench) -> None:
    texts = comments(8_000 if bench.is_full else 40)
    encoder = bench.model("float32").network.encoder
    weights = sum(part.weight.numel() for part in encoder.modules() if isinstance(part, torch.nn.Linear))
    for precision in ("bfloat16", "float16", "float32"):
        model = bench.model(precision)
        limit = product_rates(bench, precision)[0]
        encoded = [model.encode(text) for text in texts]
        n_tokens = sum(len(one.tokens) for one in encoded)
        encoding = bench.seconds(lambda model=model: [model.encode(text) for text in texts], 1)
        passing = bench.seconds(
            lambda model=model, encoded=encoded: predict_probabilities(
                model._predictor, encoded, model.dtype
            ),
            2,
        )
        whole = bench.seconds(lambda model=model: model.predict_batch(texts), 2)
        operations = 2 * weights * n_tokens
        section.row(
            f"predict_batch, {len(texts)} comments",
            precision,
            f"{len(texts) / whole:.0f}",
            f"{n_tokens / whole:.0f}",
            encoding,
            passing,
            operations / passing / 1e12,
            f"{operations / passing / limit:.1%}",
            f"{operations / whole / limit:.1%}",
        )
        few = texts[: len(texts) // 5]
        plain = bench.seconds(lambda model=model, few=few: padded_loop(model, few), 1)
        section.row(
            "batches of 32 as they come, padded",
            precision,
            f"{len(few) / plain:.0f}",
            *["-"] * 6,
        )


def padded_loop(model, texts: Sequence[str]) -> None:
    """As tutorials do it: the tokenizer's padded batches, in the order of the texts."""
    device, dtype = model.device, model.dtype
    for start in range(0, len(texts), 32):
        rows = list(texts[start : start + 32])
        inputs = model.tokenizer(rows, return_tensors="pt", padding=True, truncation=True, max_length=128).to(
            device
        )
        with (
            torch.inference_mode(),
            torch.autocast(device.type, dtype, enabled=dtype is not torch.float32),
        ):
            logits = model.network(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"])
        [head.softmax(-1).tolist() for head in logits]
