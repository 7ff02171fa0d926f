"""How long the embedded checkpoint takes: ``python -m tests.benchmarks.latency``.

Prints, for texts of several lengths, the median time of a prediction, of both heads' explanations in their
shared pass, and of the same by captum's own loop, one head after the other, at the same number of steps; all
in one run on one machine, so that the ratio holds where the seconds do not.
"""

import json
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import torch

import sentimotion

EXAMPLES = Path(__file__).parent.parent.parent / "assets" / "examples.json"
N_STEPS = 32
ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    """Median of ROUNDS runs, after one that is not counted."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times)


def main() -> None:
    model = sentimotion.load()
    sentences = [example["text"] for example in json.loads(EXAMPLES.read_text(encoding="utf-8"))]
    texts = [sentences[0], sentences[5], " ".join(sentences)]
    print(f"{model.describe()}, {torch.get_num_threads()} threads, median of {ROUNDS}")
    print("| tokens | predict | explain, adaptive | steps | explain, 32 steps | captum | captum / ours |")
    print("|---|---|---|---|---|---|---|")
    for text in texts:
        tokens = len(model.encode(text).tokens)
        predicting = seconds(lambda text=text: model.predict(text))
        explaining = seconds(lambda text=text: model.explain_heads(text))
        steps = "/".join(str(e.n_steps) for e in model.explain_heads(text).values())
        ours = seconds(lambda text=text: model.explain_heads(text, n_steps=N_STEPS))
        captum = seconds(
            lambda text=text: model.explain_heads(text, n_steps=N_STEPS, method="captum_integrated_gradients")
        )
        print(
            f"| {tokens} | {1000 * predicting:.0f} ms | {explaining:.2f} s | {steps} | {ours:.2f} s"
            f" | {captum:.2f} s | {captum / ours:.2f} |"
        )


if __name__ == "__main__":
    main()
