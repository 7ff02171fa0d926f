"""A reader of uploads that never ends, in place of ``upload.inspect_file``."""

import os
import time
from pathlib import Path

PID_FILE = "SENTIMOTION_TEST_PID_FILE"


def read_for_ever(*_: object) -> None:
    """Write the id of this process to the file that the environment names, and wait."""
    pid_file = Path(os.environ[PID_FILE])
    pid_file.with_suffix(".new").write_text(str(os.getpid()))
    pid_file.with_suffix(".new").rename(pid_file)
    time.sleep(300)
