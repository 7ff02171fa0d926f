"""Kill servers of spot checks under load, and hold the database to what they had acknowledged."""

import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path
from random import Random
from time import monotonic, sleep

from sqlalchemy import text

from sentimotion.review.store.store import Store

ROOT = Path(__file__).resolve().parents[3]
N_SERVERS, N_THREADS = 2, 5
# Seconds; the machine may be busy.
PATIENCE = 120


class Server:
    """A server, and the lines that it printed so far."""

    def __init__(self, database: str, project: str, first: int) -> None:
        self.lines: list[str] = []
        arguments = [database, project, str(first), str(N_THREADS)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.sentimotion.review.killed_server", *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.lines.extend(self.process.stdout)

    def kill(self) -> list[tuple[str, ...]]:
        """End it at once: what it had acknowledged, whole lines only."""
        self.process.kill()
        self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()
        assert self.process.returncode == -9, "the server ended before it could be killed: give it more items"
        return [tuple(line.split()) for line in self.lines if line.endswith("\n")]


def kill_servers(database: str, project: str, random: Random) -> list[tuple[str, ...]]:
    """Start servers, let them work for a moment, kill them: what they had acknowledged."""
    servers = [Server(database, project, first * N_THREADS) for first in range(N_SERVERS)]
    acknowledged: list[tuple[str, ...]] = []
    try:
        deadline = monotonic() + PATIENCE
        while not all(server.lines for server in servers) and monotonic() < deadline:
            assert all(server.process.poll() is None for server in servers), "a server ended by itself"
            sleep(0.005)
        # Anywhere within a transaction.
        sleep(random.random() * 0.15)
    finally:
        for server in servers:
            acknowledged += server.kill()
    assert acknowledged, "no server got anywhere"
    return acknowledged


def check(database: str, project: str, acknowledged: list[tuple[str, ...]]) -> int:
    """Open the database as after a crash, and see that nothing acknowledged is gone and all else is sound.

    :returns: How many verdicts there are.
    """
    store = Store.open(database, create=False)
    try:
        contents = store.contents(project)
        kept = {
            str(one.id): (str(one.item_id), str(one.annotator_id), one.sentiment, one.emotion)
            for one in contents.verdicts
        }
        lost = [line for line in acknowledged if kept.get(line[0]) != line[1:]]
        assert lost == [], f"{len(lost)} of {len(acknowledged)} acknowledged decisions are gone or changed"
        # Never more annotators than asked for, and an item is closed exactly when it has been decided on.
        decided = Counter(item for item, _ in {(one.item_id, one.annotator_id) for one in contents.verdicts})
        overlap = contents.project.settings.overlap
        assert max(decided.values()) <= overlap
        assert contents.project.n_closed == sum(number == overlap for number in decided.values())
        if store.database.is_sqlite:
            with store.database.reading() as session:
                assert session.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
                assert session.execute(text("PRAGMA foreign_key_check")).all() == []
        return len(kept)
    finally:
        store.close()
