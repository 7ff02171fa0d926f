"""Scoring that is killed with signal 9 again and again: ``python -m tests.soak.score``.

Each run is killed at a random moment, from its first breath to tidying up, and given again, until its output
is there; that must be, byte for byte, what a run that was left alone wrote.
"""

import argparse
import random
import tempfile
from pathlib import Path
from time import perf_counter

from tqdm import tqdm

from tests.checkpoints import write_bert
from tests.sentimotion.scoring.killing import Killable, write_rows

N_ROWS = 4000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=180, help="after which no output is begun (180)")
    options = parser.parse_args()
    wanted, end = options.kills, perf_counter() + options.seconds
    generator = random.Random(0)
    kills = outputs = different = 0
    with tempfile.TemporaryDirectory() as name, tqdm(total=wanted, desc="kills") as progress:
        folder = Path(name)
        source = write_rows(folder / "in.csv", N_ROWS)
        with Killable(source, write_bert(folder / "model")) as score:
            assert score.finish(folder / "whole.csv") == 0
            whole = (folder / "whole.csv").read_bytes()
            # Timed once torch is imported there.
            start = perf_counter()
            assert score.finish(folder / "again.csv") == 0
            whole_s = perf_counter() - start
            while kills < wanted and perf_counter() < end:
                output = folder / f"out-{outputs}.csv"
                while not output.exists() or output.with_name(output.name + ".partial").exists():
                    killed = score.kill(output, 0, generator.random() * whole_s * 0.4)
                    kills += killed
                    progress.update(killed)
                outputs += 1
                different += output.read_bytes() != whole
    print(f"{kills} kills, {outputs} outputs, {different} of them different from an undisturbed run's")
    raise SystemExit(1 if different else 0)


if __name__ == "__main__":
    main()
