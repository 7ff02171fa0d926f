"""Ten annotators who decide as fast as they can: ``python -m tests.benchmarks.review``.

Prints decisions a second, how many of them were lost (those acknowledged and not in the database afterwards),
and how long one took: fetching an item, and keeping the decision. As threads of one server, which is what the
page is, and as processes of their own, on one SQLite file; on PostgreSQL too where SENTIMOTION_TEST_POSTGRES
names a server. ``--quick`` takes 5 seconds each instead of 60.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, time

import numpy as np

from sentimotion.review.store.store import Store
from tests.sentimotion.review.databases import POSTGRES, new_postgres_database
from tests.sentimotion.review.stub import SEEN, make_project

N_ANNOTATORS = 10
N_ITEMS_A_SECOND = 800
"""More than any machine at hand decides."""

Work = tuple[list[int], list[float], list[float]]
"""Acknowledged ids, seconds of each take, seconds of each decision."""


def decide_until(store: Store, name: str, end: float) -> Work:
    annotator = store.join(store.project("প্রকল্প").id, name)
    work: Work = ([], [], [])
    while time() < end:
        start = perf_counter()
        task = store.take(annotator.id)
        taken = perf_counter()
        assert task is not None, "the project is too small for this machine"
        verdict = store.decide(task.assignment_id, "negative", "fear", checkpoint=SEEN)
        work[0].append(verdict.id)
        work[1].append(taken - start)
        work[2].append(perf_counter() - taken)
    return work


def decide_in_a_process(database: str, name: str, end: float) -> Work:
    store = Store.open(database, create=False)
    try:
        return decide_until(store, name, end)
    finally:
        store.close()


def measure(kind: str, database: str, folder: Path, seconds: float, in_processes: bool) -> None:
    store = Store.open(database)
    make_project(store, folder, int(N_ITEMS_A_SECOND * seconds))
    names = [f"জন {number}" for number in range(N_ANNOTATORS)]
    pool: Executor
    if in_processes:
        pool = ProcessPoolExecutor(N_ANNOTATORS, mp_context=get_context("spawn"))
        # Processes take some seconds to start: the clock starts when all are there.
        list(pool.map(abs, range(N_ANNOTATORS * 10)))
        work: Callable[..., Work] = decide_in_a_process
        where: Store | str = database
    else:
        pool, work, where = ThreadPoolExecutor(N_ANNOTATORS), decide_until, store
    end = time() + seconds + (3 if in_processes else 0)
    with pool:
        results = list(pool.map(work, [where] * N_ANNOTATORS, names, [end] * N_ANNOTATORS))
    acknowledged = {one for ids, _, _ in results for one in ids}
    contents = store.contents("প্রকল্প")
    lost = acknowledged - {verdict.id for verdict in contents.verdicts}
    doubled = len(contents.verdicts) - len({verdict.item_id for verdict in contents.verdicts})
    takes, decisions = ([value for work in results for value in work[part]] for part in (1, 2))
    both = np.add(takes, decisions) * 1000
    print(
        f"| {kind}, {'processes' if in_processes else 'threads'} | {len(acknowledged) / seconds:.0f} | "
        f"{len(lost)} | {doubled} | {np.median(both):.1f} | {np.percentile(both, 95):.1f} | "
        f"{np.percentile(np.array(decisions) * 1000, 95):.1f} | {both.max():.0f} |"
    )
    store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--quick", action="store_true", help="5 seconds each")
    options = parser.parse_args()
    seconds = 5 if options.quick else options.seconds
    print(f"{N_ANNOTATORS} annotators, {seconds:g} s each, {os.cpu_count()} processors; times in ms")
    print("| database | decisions a second | lost | doubled | median | 95 % | 95 % deciding | longest |")
    print("|---|---|---|---|---|---|---|---|")
    for in_processes in (False, True):
        with tempfile.TemporaryDirectory() as name:
            measure("SQLite", str(Path(name) / "review.db"), Path(name), seconds, in_processes)
            if POSTGRES in os.environ:
                database, remove = new_postgres_database()
                try:
                    measure("PostgreSQL", database, Path(name), seconds, in_processes)
                finally:
                    remove()


if __name__ == "__main__":
    main()
