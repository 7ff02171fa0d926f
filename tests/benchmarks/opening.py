"""How long the first answer takes, and what for: ``python -m tests.benchmarks.opening [--rounds N]``.

Prints, in one run on one machine:

commands   ``--help`` and ``predict`` on the embedded checkpoint, beside Python that does nothing, and beside
           the bare imports of torch and of one model of transformers
published  opening a checkpoint of the published size (random weights, a float32 and a bfloat16 file, in the
           system's cache) and one prediction, in each precision, against the card's recipe in float32
parts      where the seconds of these go

Every line is a process of its own, imports included. All take turns, round after round; figures are medians,
on the clock and of the CPU (user and system). On a machine that does other work, only the latter count.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from transformers import ElectraConfig

from tests.benchmarks.one_opening import TEXT
from tests.synthetic import write_foreign

PYTHON, IMPORTS, PREDICT = "python -c pass", "import torch, one model of transformers", "predict"
COMMANDS = {
    PYTHON: ["-c", "pass"],
    "--help": ["-m", "sentimotion", "--help"],
    "import torch": ["-c", "import torch"],
    IMPORTS: ["-c", "import torch; from transformers import BertModel"],
    PREDICT: ["-m", "sentimotion", "predict", TEXT],
}


@dataclass
class Runs:
    """What some runs of one command took: seconds, and what each printed."""

    clock: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)

    def add(self, arguments: Sequence[str]) -> None:
        begun, before = perf_counter(), os.times()
        done = subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True)
        after = os.times()
        self.clock.append(perf_counter() - begun)
        self.cpu.append(sum(after[2:4]) - sum(before[2:4]))
        self.printed.append(done.stdout)

    @property
    def peak(self) -> float:
        return median(json.loads(text)["peak"] for text in self.printed)

    def parts(self, kind: str) -> dict[str, float]:
        found = [json.loads(text)[kind] for text in self.printed]
        return {name: median(one[name] for one in found) for name in found[0]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    half = "in hardware" if torch.cpu._is_avx512_bf16_supported() else "emulated"
    print(
        f"{torch.backends.cpu.get_cpu_capability()}, bfloat16 {half}, {torch.get_num_threads()} threads,"
        f" torch {torch.__version__}; load {os.getloadavg()[0]:.1f} before; medians of {rounds}\n"
    )
    with TemporaryDirectory() as temporary:
        base = Path(temporary) / "base"
        files = {}
        for name, dtype in {"float32": torch.float32, "bfloat16": torch.bfloat16}.items():
            files[name] = write_foreign(Path(temporary) / name, size="full", dtype=dtype)
        write_base(files["float32"], base)
        commands = {name: Runs() for name in COMMANDS}
        openings = {
            (file, way, dtype): Runs()
            for file in files
            for way, dtype in (("card", "float32"), ("ours", "float32"), ("ours", "bfloat16"))
        }
        for number in range(rounds + 1):
            if number == 1:  # the first filled the system's cache
                commands = {name: Runs() for name in commands}
                openings = {key: Runs() for key in openings}
            for name, runs in commands.items():
                runs.add(COMMANDS[name])
            for (file, way, dtype), runs in openings.items():
                module = ["-m", "tests.benchmarks.one_opening", way, str(files[file]), str(base), dtype]
                runs.add(module)
    show_commands(commands)
    show_openings(openings)
    show_parts(openings)
    print(f"load {os.getloadavg()[0]:.1f} after")


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


def show_commands(commands: dict[str, Runs]) -> None:
    print("| command | seconds | of the CPU |\n|---|---|---|")
    for name, runs in commands.items():
        print(f"| {name} | {median(runs.clock):.2f} | {median(runs.cpu):.2f} |")
    clock, cpu = (
        median(getattr(commands[PREDICT], kind)) / median(getattr(commands[IMPORTS], kind))
        for kind in ("clock", "cpu")
    )
    print(f"\n--help: goal 0.4 s. predict / imports: {clock:.2f}, of the CPU {cpu:.2f} (goal 1.05)\n")


def show_openings(openings: dict[tuple[str, str, str], Runs]) -> None:
    print("| file | way | precision | seconds | of the CPU | peak MB |\n|---|---|---|---|---|---|")
    for (file, way, dtype), runs in openings.items():
        card = openings[file, "card", "float32"]
        cells = [
            f"{value:{form}}" + ("" if runs is card else f" ({value / other:.2f})")
            for value, other, form in (
                (median(runs.clock), median(card.clock), ".2f"),
                (median(runs.cpu), median(card.cpu), ".2f"),
                (runs.peak, card.peak, ".0f"),
            )
        ]
        print(f"| {file} | {way} | {dtype} | {' | '.join(cells)} |")
    print("\nin brackets: the share of the recipe's (goals: time 0.7 and then 0.4, memory 0.6)\n")


def show_parts(openings: dict[tuple[str, str, str], Runs]) -> None:
    parts = {key: (runs.parts("clock"), runs.parts("cpu")) for key, runs in openings.items()}
    names = list(dict.fromkeys(name for clock, _ in parts.values() for name in clock))
    print("| seconds, and of the CPU | " + " | ".join(names) + " |" + "\n|" + "---|" * (len(names) + 1))
    for key, (clock, cpu) in parts.items():
        cells = [f"{clock[name]:.2f}, {cpu[name]:.2f}" if name in clock else "" for name in names]
        print(f"| {' '.join(key)} | " + " | ".join(cells) + " |")
    print()


if __name__ == "__main__":
    main()
