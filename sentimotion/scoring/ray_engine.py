"""Distributed scoring with Ray Data: chunks are mapped over actors that each hold a model.

The only module that imports ray, an optional dependency (sentimotion/scoring/requirements.txt).
"""

import json
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from sentimotion.errors import ScoringError
from sentimotion.extras import how_to_install
from sentimotion.scoring.options import ScoreOptions
from sentimotion.scoring.scorer import score_rows
from sentimotion.tables.chunks import Engine, Texts
from sentimotion.tables.columns import Scores

# Number of chunks submitted at a time. Actors are started for each window, so it takes much longer than
# loading a model, and still fits in memory.
WINDOW: Final = 64

Block = Mapping[str, Sequence[Any]]
"""A Ray block, by column.

Each row is a whole chunk, so the same texts are batched together however Ray splits its
blocks, and the scores equal those of the local engine exactly."""

RunWindow = Callable[[Sequence[tuple[int, Texts]]], Iterator[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class ModelSource:
    """The model that each worker loads on its machine."""

    model: str | None = None
    revision: str | None = None
    layout: str | None = None
    device: str | None = None
    dtype: str | None = None
    second: str | None = None


class Worker:
    """A Ray actor that holds one model and scores blocks.

    :param source: The model to load.
    :param options: Scoring options.
    """

    def __init__(self, source: ModelSource, options: ScoreOptions) -> None:
        from sentimotion.model import load
        from sentimotion.scoring.second_classifier import load_second_classifier

        self._model = load(
            source.model,
            revision=source.revision,
            device=source.device,
            dtype=source.dtype,
            layout=source.layout,
        )
        second = source.second
        self._second = None if second is None else load_second_classifier(second, device=source.device)
        self._options = options

    def __call__(self, block: Block) -> dict[str, list[Any]]:
        """Score each chunk; returns JSON, which preserves all digits."""
        scores = [
            json.dumps(score_rows(list(texts), self._model, self._options, self._second))
            for texts in block["texts"]
        ]
        return {"chunk": [int(chunk) for chunk in block["chunk"]], "scores": scores}


def ray_engine(source: ModelSource, options: ScoreOptions, workers: int | None = None) -> Engine:
    """Create an engine that scores in Ray actors.

    Connects to ``RAY_ADDRESS`` if set; otherwise starts Ray on this machine.

    :param source: The model that each worker loads.
    :param options: Scoring options.
    :param workers: Number of actors; None means one per GPU, or one per machine without GPUs.
    :raises ScoringError: If Ray is not installed or cannot be reached.
    """
    return windowed(_ray_window(source, options, workers))


def windowed(run_window: RunWindow, size: int = WINDOW) -> Engine:
    """Create an engine that submits ``size`` chunks at a time.

    :param run_window: Returns a row per chunk, in order: its number and its scores as JSON.
    :param size: Number of chunks per window.
    """

    def score(chunks: Iterable[Texts]) -> Iterator[list[Scores | None]]:
        numbered = enumerate(chunks)
        while window := list(islice(numbered, size)):
            n_given = 0
            for (expected, texts), row in zip(window, run_window(window), strict=False):
                scores: list[Scores | None] = json.loads(row["scores"])
                if row["chunk"] != expected or len(scores) != len(texts):
                    raise ScoringError(
                        f"Ray returned chunk {row['chunk']} with {len(scores)} rows instead of chunk"
                        f" {expected} with {len(texts)}; try again"
                    )
                n_given += 1
                yield scores
            if n_given != len(window):
                raise ScoringError(f"Ray returned {n_given} of {len(window)} chunks; try again")

    return score


def cause_of(traceback: str) -> str:
    """Extract the message of a SentimotionError from a worker's traceback, otherwise its last error line."""
    lines = traceback.strip().splitlines() or ["no reason given"]
    errors = [line for line in lines if re.match(r"\s*[\w.]+(Error|Exception)\b", line)]
    ours = [line for line in lines if line.lstrip().startswith("sentimotion.errors.")]
    if ours:
        return ours[-1].partition(": ")[2]
    return (errors or lines)[-1].strip()


def processors_each(machines: Sequence[Mapping[str, float]], n_workers: int) -> float:
    """Number of processors per actor: an equal share, limited so that every actor fits on a machine.

    Ray would wait forever for a machine that is large enough.

    :param machines: ``CPU`` and ``GPU`` of each machine; if any has a GPU, every actor needs one.
    :param n_workers: Total number of actors.
    :returns: A whole number, or less than 1 if there are more actors than processors.
    """
    need_gpus = any(machine.get("GPU") for machine in machines)
    most = [machine.get("GPU", 0) if need_gpus else n_workers for machine in machines]
    cpus = [machine.get("CPU", 0) for machine in machines]
    for each in range(int(sum(cpus) // n_workers), 0, -1):
        if sum(min(gpus, cpu // each) for gpus, cpu in zip(most, cpus, strict=True)) >= n_workers:
            return float(each)
    # Few enough for all to fit on the smallest machine.
    return min((cpu for gpus, cpu in zip(most, cpus, strict=True) if gpus and cpu), default=1.0) / n_workers


def _ray_window(source: ModelSource, options: ScoreOptions, workers: int | None) -> RunWindow:
    # Disable Ray's usage statistics.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
        import ray.data
        import ray.exceptions
    except ImportError as error:
        raise ScoringError(f"--engine ray needs {error.name}: {how_to_install('ray')}") from error
    import pyarrow as pa

    try:
        ray.init(ignore_reinit_error=True, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        raise ScoringError(f"Ray cannot be reached: {error}; check RAY_ADDRESS") from error
    # Errors are reported once, in one line.
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    machines = [node["Resources"] for node in ray.nodes() if node["Alive"]]
    n_gpus = int(sum(machine.get("GPU", 0) for machine in machines))
    n_workers = workers or n_gpus or len(machines)
    n_cpus = processors_each(machines, n_workers)
    schema = pa.schema([("chunk", pa.int64()), ("texts", pa.list_(pa.string()))])

    def run(window: Sequence[tuple[int, Texts]]) -> Iterator[Mapping[str, Any]]:
        blocks = [
            pa.Table.from_pydict({"chunk": [number], "texts": [list(texts)]}, schema=schema)
            for number, texts in window
        ]
        scored = ray.data.from_arrow(blocks).map_batches(
            Worker,
            fn_constructor_args=(source, options),
            batch_size=None,
            batch_format="numpy",
            compute=ray.data.ActorPoolStrategy(size=n_workers),
            num_cpus=n_cpus,
            num_gpus=1 if n_gpus else None,
        )
        try:
            yield from scored.iter_rows()
        except ray.exceptions.RayError as error:
            raise ScoringError(f"a worker of Ray failed: {cause_of(str(error))}") from error

    return run
