"""Bulk scoring: ``python -m tests.benchmarks.score``.

Prints rows a second and peak memory at 1,000, 10,000 and 100,000 rows, each in a process of its own, and
beside them a pandas loop over ``predict`` in the same run on the same machine, so that the ratio holds where
the seconds do not. The time is that of reading, predicting, writing and joining, not of loading the model.

    --rows 1000 10000   other sizes      --loop 500   rows of the loop      --to jsonl   another format
"""

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

# Torch and pandas are imported in the children only, whose memory is measured.

PEOPLE = ("পাশের বাসার ভাবি", "আমাদের দোকানি", "ছোট ভাইটা", "নতুন স্যার", "বাসের হেলপার", "মেজো মামা")
THINGS = ("রাস্তাটা", "খাবারটা", "খবরটা", "নাটকটা", "নেটের লাইন", "বিলের কাগজ", "ঈদের জামা")
WORDS = ("দারুণ", "একদম বাজে", "মোটামুটি", "ভয়ের", "অবাক করার মতো", "মন খারাপ করা", "হাসির", "বিরক্তিকর")
TEMPLATES = (
    "{thing} {word}!",
    "{thing} নিয়ে {person} যা বলল, শুনে {word} লাগল।",
    "{person} আজ সকালে {thing} দেখে বলল, এটা {word}; আমি কিছু বলিনি 🙂",
    "khub {word} laglo, {person} o tai bollo",
)
# How many sentences a text has: mostly a comment, at times a post that is longer than the model reads.
LENGTHS, SHARES = (1, 2, 4, 12), (60, 25, 10, 5)


def write_texts(path: Path, n_rows: int) -> None:
    generator = random.Random(0)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text"])
        for index in range(n_rows):
            (n_sentences,) = generator.choices(LENGTHS, SHARES)
            sentences = [
                generator.choice(TEMPLATES).format(
                    person=generator.choice(PEOPLE),
                    thing=generator.choice(THINGS),
                    word=generator.choice(WORDS),
                )
                for _ in range(n_sentences)
            ]
            writer.writerow([index, " ".join(sentences)])


def measure(child: str, source: Path, output: Path, model: str | None, dtype: str | None) -> dict[str, float]:
    """Seconds of the work and of processors, peak memory in MiB, and what of it the loaded model had."""
    arguments = [sys.executable, "-m", "tests.benchmarks.score", "--child", child, str(source), str(output)]
    if model is not None:
        arguments += ["--model", model]
    if dtype is not None:
        arguments += ["--dtype", dtype]
    done = subprocess.run(arguments, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    values: dict[str, float] = json.loads(done.stdout)
    return values


def memory_mib(name: str) -> float:
    """A figure of this process's memory: VmRSS now, VmHWM the peak."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(name)


def score(source: Path, output: Path, model: str | None, dtype: str | None) -> dict[str, float]:
    from sentimotion.model import load
    from sentimotion.scoring.options import ScoreOptions
    from sentimotion.scoring.score_file import score_file
    from sentimotion.scoring.scorer import local_engine

    engine = local_engine(load(model, dtype=dtype), ScoreOptions())
    loaded = memory_mib("VmRSS")
    start, start_processor = perf_counter(), process_time()
    score_file(source, output, ScoreOptions(), lambda: engine, checkpoint={})
    return spent(start, start_processor) | {"loaded_mib": loaded}


def loop(source: Path, output: Path, model: str | None, dtype: str | None) -> dict[str, float]:
    import pandas

    from sentimotion.model import load

    opened = load(model, dtype=dtype)
    loaded = memory_mib("VmRSS")
    start, start_processor = perf_counter(), process_time()
    frame = pandas.read_csv(source)
    rows = [opened.predict(text).to_dict() for text in frame["text"]]
    frame.join(pandas.DataFrame(rows)).to_csv(output, index=False)
    return spent(start, start_processor) | {"loaded_mib": loaded}


def spent(start: float, start_processor: float) -> dict[str, float]:
    return {"seconds": perf_counter() - start, "processor_s": process_time() - start_processor}


def report(sizes: list[int], n_loop: int, suffix: str, model: str | None, dtype: str | None) -> None:
    print("| | rows | seconds | rows a second | processor seconds | peak memory | of it the model loaded |")
    print("|---|---|---|---|---|---|---|")
    rates: dict[tuple[str, int], float] = {}
    processor_rates: dict[tuple[str, int], float] = {}
    peaks: dict[tuple[str, int], float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for child, n_rows in [("loop", n_loop), *(("score", n_rows) for n_rows in sizes)]:
            source = folder / f"{child}-{n_rows}.csv"
            write_texts(source, n_rows)
            output = folder / f"{child}-{n_rows}-out.{suffix if child == 'score' else 'csv'}"
            # The loop is what a reader of the README writes, which names no precision.
            found = measure(child, source, output, model, dtype if child == "score" else None)
            rates[child, n_rows] = n_rows / found["seconds"]
            processor_rates[child, n_rows] = n_rows / found["processor_s"]
            peaks[child, n_rows] = found["peak_mib"]
            print(
                f"| {child} | {n_rows:,} | {found['seconds']:.1f} | {rates[child, n_rows]:.0f}"
                f" | {found['processor_s']:.1f} | {found['peak_mib']:.0f} MiB"
                f" | {found['loaded_mib']:.0f} MiB |",
                flush=True,
            )
    scored = [peaks["score", n_rows] for n_rows in sizes]
    largest = ("score", max(sizes))
    ratio = rates[largest] / rates["loop", n_loop]
    processor_ratio = processor_rates[largest] / processor_rates["loop", n_loop]
    print(f"\nThe highest peak is {max(scored) / min(scored) - 1:.1%} above the lowest (goal: 10 %).")
    print(
        f"score at {max(sizes):,} rows is {ratio:.1f} times as fast as the loop (goal: 5);"
        f" {processor_ratio:.1f} times by processor time, which a busy machine disturbs less."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--loop", type=int, default=500)
    parser.add_argument("--to", default="csv", choices=("csv", "jsonl", "parquet"))
    parser.add_argument("--model")
    parser.add_argument("--dtype", help="precision of score's predictions; the loop's stays the default")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child is None:
        report(options.rows, options.loop, options.to, options.model, options.dtype)
        return
    kind, source, output = options.child
    values = {"score": score, "loop": loop}[kind](Path(source), Path(output), options.model, options.dtype)
    print(json.dumps(values | {"peak_mib": memory_mib("VmHWM")}))


if __name__ == "__main__":
    main()
