"""A scoring process that is killed with signal 9, and what it left."""

import csv
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

from tests.checkpoints import SENTENCES

ROOT = Path(__file__).resolve().parents[3]
# Seconds; the machine may be busy.
PATIENCE_S = 180


def write_rows(path: Path, n_rows: int) -> Path:
    """Short texts of the sentences' words, every hundredth one blank, some fields with line breaks."""
    generator = random.Random(0)
    words = " ".join(SENTENCES).split()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text", "note"])
        for index in range(n_rows):
            text = " ".join(generator.choices(words, k=generator.choice([1, 3, 6])))
            writer.writerow([index, "" if index % 100 == 99 else text, f'=A{index}\n,"x"'])
    return path


class Killable:
    """``score`` on one input, again and again, in children of one process that has torch imported."""

    def __init__(self, source: Path, model: Path) -> None:
        self._arguments = ["score", str(source), "--model", str(model), "-o"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.sentimotion.scoring.forked_score"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env=os.environ | {"OMP_NUM_THREADS": "1"},
        )

    def __enter__(self) -> "Killable":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=PATIENCE_S)

    def finish(self, output: Path) -> int:
        """Run to the end; the exit code."""
        self._start(output)
        return self._ended()

    def kill(self, output: Path, n_parts: int, after_s: float) -> bool:
        """Kill a run some time after it has so many parts; whether it was still running."""
        child = self._start(output)
        deadline = monotonic() + PATIENCE_S
        while parts(output) < n_parts and not output.exists() and monotonic() < deadline:
            sleep(0.001)
        sleep(after_s)
        # One that has ended already is still there to be waited for, so the id is no other process's.
        os.kill(child, signal.SIGKILL)
        return self._ended() == -signal.SIGKILL

    def _start(self, output: Path) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([*self._arguments, str(output)]) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def _ended(self) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


def parts(output: Path) -> int:
    """How many parts an unfinished run has."""
    return len(list(output.with_name(output.name + ".partial").glob("part-*[0-9]")))
