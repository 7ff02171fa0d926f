"""``python -m tests.gpu [--out FILE] [--sections NAME ...]``: the checks of tests/gpu.sh.

``--device cpu --size tiny`` shows without a card that every section runs; its figures mean nothing.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, get_args

import torch

from tests.gpu import explanations, predictions, running
from tests.gpu.bench import Bench
from tests.gpu.report import Section, run, write_json
from tests.synthetic import Size

SKIPPED: Final = 77
NO_CARD: Final = "Skipped: torch sees no CUDA device here."
# What matters most comes first, in case the run is stopped.
SECTIONS: Final[Mapping[str, tuple[Callable[[], Section], Callable[[Section, Bench], None]]]] = {
    "products": (predictions.products, predictions.measure_products),
    "predictions": (predictions.agreement, predictions.measure_agreement),
    "explanations": (explanations.captum, explanations.measure_captum),
    "functions": (explanations.functions, explanations.measure_functions),
    "threads": (running.threads, running.measure_threads),
    "bulk": (predictions.bulk, predictions.measure_bulk),
    "memory": (running.memory, running.measure_memory),
    "leak": (running.leak, running.measure_leak),
    "choices": (explanations.choices, explanations.measure_choices),
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--out", type=Path, help="also write the tables as JSON to this file")
    parser.add_argument("--sections", nargs="+", choices=SECTIONS, default=list(SECTIONS))
    parser.add_argument("--device", default="cuda", help="cuda (default), cuda:1, or cpu for a rehearsal")
    parser.add_argument("--size", choices=get_args(Size), default="full", help="full: the published size")
    options = parser.parse_args(arguments)
    device = torch.device(options.device)
    if device.type == "cuda" and not torch.cuda.is_available():
        print(NO_CARD)
        return SKIPPED
    sections: list[Section] = []
    with TemporaryDirectory() as temporary:
        bench = Bench(device, options.size, Path(temporary) / "checkpoint")
        environment = bench.environment()
        print("## The published size on a card\n")
        print("\n".join(f"- {name}: {value}" for name, value in environment.items()), flush=True)
        for name in options.sections:
            make, measure = SECTIONS[name]
            sections.append(run(make(), lambda section, measure=measure: measure(section, bench)))
            print(sections[-1].markdown(), flush=True)
            if options.out:
                write_json(options.out, environment, sections)
    bad = [section.name for section in sections if not section.is_good]
    print(f"\nNot as expected: {', '.join(bad)}." if bad else "\nAll bounds are met.")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
