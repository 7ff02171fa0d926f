"""A server of spot checks without HTTP, to be killed: threads of annotators that decide as fast as they can.

    python -m tests.sentimotion.review.killed_server DATABASE PROJECT FIRST_ANNOTATOR THREADS

Prints a line for each decision once the store has acknowledged it: id, item, annotator, labels. What is
printed has to be in the database, whatever happens to this process next.
"""

import sys
import threading
from itertools import count

from sentimotion.labels import LABELS
from sentimotion.review.store.records import CheckpointName
from sentimotion.review.store.store import Store

CHECKPOINT = CheckpointName("stub", "0123abc", "main")


def serve(store: Store, project_id: int, name: str) -> None:
    """One annotator: decide on what comes, look at each explanation, change one's mind now and then."""
    annotator = store.join(project_id, name)
    for number in count():
        task = store.take(annotator.id)
        if task is None:
            return
        labels = LABELS["sentiment"][number % 3], LABELS["emotion"][number % 6]
        for last in (False, True):
            verdict = store.decide(task.assignment_id, *labels, checkpoint=CHECKPOINT, note=f"নোট {number}")
            # One write, so that lines of several threads do not mix; at once, so that no buffer holds it.
            sys.stdout.write(
                f"{verdict.id} {task.item.id} {verdict.annotator_id} {verdict.sentiment} {verdict.emotion}\n"
            )
            sys.stdout.flush()
            if last or number % 3:
                break
            store.show_explanation(task.assignment_id)


def main(database: str, project: str, first: str, n_threads: str) -> None:
    store = Store.open(database, create=False)
    project_id = store.project(project).id
    names = [f"জন {int(first) + number}" for number in range(int(n_threads))]
    threads = [threading.Thread(target=serve, args=(store, project_id, name)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
