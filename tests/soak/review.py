"""Servers of spot checks killed under load, again and again: ``python -m tests.soak.review``.

Two servers with five annotators each decide as fast as they can, and are killed with SIGKILL at a random
moment; the database is opened again and held to all that was acknowledged so far. On PostgreSQL where
SENTIMOTION_TEST_POSTGRES names a server, as in tests/postgres.sh.
"""

import argparse
import os
import tempfile
from pathlib import Path
from random import Random
from time import perf_counter

from tqdm import tqdm

from sentimotion.review.store.store import Store
from tests.sentimotion.review.databases import POSTGRES, new_postgres_database
from tests.sentimotion.review.killing import check, kill_servers
from tests.sentimotion.review.stub import make_project

N_ITEMS = 30_000


def soak(database: str, folder: Path, options: argparse.Namespace) -> None:
    store = Store.open(database)
    make_project(store, folder, N_ITEMS)
    store.close()
    start, random, acknowledged, kept, kills = perf_counter(), Random(options.seed), [], 0, 0
    for _ in tqdm(range(options.kills), desc="kills"):
        if perf_counter() > start + options.seconds:
            break
        kills += 1
        acknowledged += kill_servers(database, "প্রকল্প", random)
        kept = check(database, "প্রকল্প", acknowledged)
    print(
        f"{'PostgreSQL' if '://' in database else 'SQLite'}: {kills} kills, {len(acknowledged)} decisions "
        f"acknowledged, {kept} kept, none lost ({perf_counter() - start:.0f} s)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument(
        "--seconds", type=float, default=90, help="for each database, after which nothing is killed (90)"
    )
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        soak(str(folder / "review.db"), folder, options)
        if POSTGRES in os.environ:
            database, remove = new_postgres_database()
            try:
                soak(database, folder, options)
            finally:
                remove()


if __name__ == "__main__":
    main()
