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


def soak(database: str, folder: Path, kills: int, seed: int) -> None:
    store = Store.open(database)
    make_project(store, folder, N_ITEMS)
    store.close()
    start, random, acknowledged, kept = perf_counter(), Random(seed), [], 0
    for _ in tqdm(range(kills), desc="kills"):
        acknowledged += kill_servers(database, "প্রকল্প", random)
        kept = check(database, "প্রকল্প", acknowledged)
    print(
        f"{'PostgreSQL' if '://' in database else 'SQLite'}: {kills} kills, {len(acknowledged)} decisions "
        f"acknowledged, {kept} kept, none lost ({perf_counter() - start:.0f} s)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        soak(str(folder / "review.db"), folder, options.kills, options.seed)
        if POSTGRES in os.environ:
            database, remove = new_postgres_database()
            try:
                soak(database, folder, options.kills, options.seed)
            finally:
                remove()


if __name__ == "__main__":
    main()
