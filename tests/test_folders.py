"""Small folders, one question each."""

import subprocess
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
MOST_FILES = 20


def test_no_folder_has_too_many_files():
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    folders = Counter(str(Path(name).parent) for name in listed.stdout.splitlines())
    assert folders["explain"] > 5, "git lists nothing"
    assert {folder: n_files for folder, n_files in folders.items() if n_files > MOST_FILES} == {}
