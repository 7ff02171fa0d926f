"""Threads that predict and explain at once, held to what each gives alone: ``python -m tests.soak.threads``.

On the embedded checkpoint; every answer of every round must be equal bit for bit.
"""

import argparse
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from tqdm import tqdm

import sentimotion
from sentimotion.explanations.results import Explanation
from sentimotion.inference.predictor import Prediction
from sentimotion.labels import Head

TEXTS = (
    "না",
    "আজ খুব ভালো লাগছে।",
    "বাসটা আবার দেরি করল, অফিসে ঢুকতেই বকা খেলাম!",
    "ঈদের ছুটিতে সবাই বাড়ি যাবে 😊",
    "এই রাস্তায় রাতে একা হাঁটতে ভয় লাগে।",
    "bhai khelata darun hoise, mon bhore gelo",
    "নদীর পাড়ে বসে চা খেতে খেতে কখন যে সন্ধ্যা হয়ে গেল, টেরই পেলাম না।",
    "দাম বাড়ছে, আয় বাড়ছে না; সংসার চলবে কীভাবে, সেটা কেউ বলে না।",
)

Answer = tuple[Prediction, dict[Head, Explanation]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120, help="after which no round begins (120)")
    seconds = parser.parse_args().seconds
    model = sentimotion.load()

    def answer(text: str) -> Answer:
        return model.predict(text), model.explain_heads(text)

    alone = [answer(text) for text in TEXTS]
    barrier = threading.Barrier(len(TEXTS))
    progress = tqdm(desc="answers")

    def answer_often(text: str, expected: Answer) -> Counter[bool]:
        """How many answers were equal, and how many not."""
        barrier.wait()
        end, equal = perf_counter() + seconds, Counter[bool]()
        while perf_counter() < end:
            equal[answer(text) == expected] += 1
            progress.update()
        return equal

    start = perf_counter()
    with ThreadPoolExecutor(len(TEXTS)) as pool:
        equal = sum(pool.map(answer_often, TEXTS, alone), Counter[bool]())
    progress.close()
    print(
        f"{len(TEXTS)} threads: {equal[False]} of {equal.total()} answers differ "
        f"({perf_counter() - start:.0f} s)"
    )
    raise SystemExit(1 if equal[False] else 0)


if __name__ == "__main__":
    main()
