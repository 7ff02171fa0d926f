"""Several threads at once, peak memory, and no memory lost in many explanations."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from time import perf_counter

from sentimotion import SentimotionModel, load
from sentimotion.explanations.results import Explanation
from sentimotion.inference.predictor import Prediction
from sentimotion.labels import Head
from tests.gpu.bench import PRECISIONS, Bench, comments, long_text
from tests.gpu.report import Section

N_THREADS = 8
Answer = tuple[Prediction, dict[Head, Explanation]]
_MIB = 1 << 20


def threads() -> Section:
    return Section(
        "threads",
        f"{N_THREADS} threads at once, a text each, prediction and both explanations: every answer equal, "
        "bit for bit, to the answer given alone",
        ["tokens", "precision", "answers", "other answers", "of these, predictions", "largest difference",
         "answers a second", "one thread"],
    )  # fmt: skip


def measure_threads(section: Section, bench: Bench) -> None:
    rounds = 10 if bench.is_full else 2
    for n_tokens in (20, 128):
        for precision in ("bfloat16", "float32"):
            model = bench.model(precision)
            texts = [long_text(5 * turn) for turn in range(N_THREADS)]
            answer = answering(model, n_tokens)
            alone = [answer(text) for text in texts]
            start = perf_counter()
            for text in texts:
                answer(text)
            rate_alone = N_THREADS / (perf_counter() - start)
            barrier = Barrier(N_THREADS)

            def often(text: str, answer=answer, barrier=barrier) -> list[Answer]:
                barrier.wait()
                return [answer(text) for _ in range(rounds)]

            start = perf_counter()
            with ThreadPoolExecutor(N_THREADS) as pool:
                found = list(pool.map(often, texts))
            rate = N_THREADS * rounds / (perf_counter() - start)
            pairs = [
                (one, expected) for of_text, expected in zip(found, alone, strict=True) for one in of_text
            ]
            others = [(one, expected) for one, expected in pairs if one != expected]
            section.row(
                n_tokens,
                precision,
                len(pairs),
                len(others),
                sum(one[0] != expected[0] for one, expected in others),
                max((apart(one, expected) for one, expected in others), default=0.0),
                rate,
                rate_alone,
            )
            section.bound(f"{n_tokens} tokens, {precision}: other answers", len(others), 0)


def answering(model: SentimotionModel, n_tokens: int) -> Callable[[str], Answer]:
    def answer(text: str) -> Answer:
        return model.predict(text, max_length=n_tokens), model.explain_heads(text, max_length=n_tokens)

    return answer


def apart(one: Answer, other: Answer) -> float:
    """The largest difference of a probability or of a token's attribution."""
    values, others = (
        [
            *prediction.probabilities.sentiment,
            *prediction.probabilities.emotion,
            *(token.attribution for explanation in explanations.values() for token in explanation.tokens),
        ]
        for prediction, explanations in (one, other)
    )
    return max(abs(a - b) for a, b in zip(values, others, strict=True))


def leak() -> Section:
    return Section(
        "leak",
        "Explanations of 20 to 60 tokens one after another; tensors on the card before and after, at most "
        "1 MiB more",
        ["explanations", "before, MiB", "after, MiB", "resident memory of the process, MiB more"],
    )


def measure_leak(section: Section, bench: Bench) -> None:
    model = bench.model("bfloat16")
    count = 200 if bench.is_full else 4

    def explain(turn: int) -> None:
        model.explain_heads(long_text(turn), max_length=20 + turn % 41)

    for turn in range(41 if bench.is_full else 2):  # every length once: libraries keep plans and work space
        explain(turn)
    before, resident = bench.allocated(), resident_bytes()
    for turn in range(count):
        explain(turn)
    after = bench.allocated()
    grown = (resident_bytes() - resident) / _MIB
    section.row(count, f"{before / _MIB:.1f}", f"{after / _MIB:.1f}", f"{grown:.1f}")
    section.bound("MiB more after the explanations", (after - before) / _MIB, 1.0)


def resident_bytes() -> int:
    """Memory of this process now."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def memory() -> Section:
    return Section(
        "memory",
        "Peak memory on the card, MiB; of the work, beyond the weights",
        ["precision", "weights", "one prediction, 128 tokens", "2,000 comments",
         "both heads explained: 20 tokens", "128 tokens", "512 tokens"],
    )  # fmt: skip


def measure_memory(section: Section, bench: Bench) -> None:
    texts = comments(2000 if bench.is_full else 20)
    for precision in PRECISIONS:
        before = bench.allocated()
        model = load(bench.folder, device=bench.device, dtype=precision)
        weights = (bench.allocated() - before) / _MIB
        predicting = bench.peak(lambda model=model: model.predict(long_text()))
        batch = bench.peak(lambda model=model: model.predict_batch(texts))
        explaining = [
            bench.peak(lambda n=n, model=model: model.explain_heads(long_text(), max_length=n))
            for n in (20, 128, 512)
        ]
        del model
        section.row(precision, *(f"{peak:.0f}" for peak in (weights, predicting, batch, *explaining)))
