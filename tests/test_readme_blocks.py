"""What the documents say can be typed is typed: every block of Python, every command line."""

import asyncio
import re
import shlex

import pytest

from sentimotion.cli import main
from sentimotion.web.launch import launch
from sentimotion.web.page import build_page
from tests.browser.driver.server import reserve_port
from tests.documents import DOCUMENTS, blocks
from tests.explain.models import ENCODERS, MASK_ID, encode
from tests.sentimotion.scoring.classifiers import write_classifier

_SERVED = "http://127.0.0.1:7860"
# What no test of this file runs, and why: a command, or the first line of a block of Python. The list is
# printed at the end of every run (tests/conftest.py).
NOT_RUN = {
    "python3 -m venv .venv && . .venv/bin/activate && pip install -r requirements.txt && python app.py": (
        "tests/browser/test_start.py does so, in --all"
    ),
    "bash tests/run.sh": "this very run",
    "bash tests/gpu.sh --out gpu.json": "it needs a CUDA card; tests/gpu/test_gpu.py runs the script without",
    'event=$(curl -s http://127.0.0.1:7860/gradio_api/call/predict -H "Content-Type: application/json" '
    """-d '{"data": }' | grep -o ' \\{32\\}')""": "tests/browser/test_api.py types it",
    "curl -sN http://127.0.0.1:7860/gradio_api/call/predict/$event": "the same",
    "python -m sentimotion serve": "it does not end; tests/test_wheel.py does so, in --all",
    "SENTIMOTION_MODEL=arafatfahim/sentimotion python app.py": "network: 1.3 GB from the hub",
    "python -m sentimotion deploy YOUR_NAME/sentimotion": "network: an account there",
    "python -m sentimotion deploy NAME": "the same; tests/sentimotion/deploy does so on a hub of its own",
    "source tests/environment.sh && python -m tests.browser.driver.screenshot assets": (
        "it writes the README's picture"
    ),
    "source tests/environment.sh && python -m tests.browser.driver.gallery tests/browser/shots/gallery": (
        "minutes; the pictures are for an eye to look at"
    ),
    "source tests/environment.sh": "tests/run.sh does so",
    "bash tests/soak.sh": "up to 40 minutes",
    "bash tests/lock.sh": "network; it writes requirements.lock",
    "pip install --require-hashes -r requirements.lock": "network: gigabytes; tests/test_lock.py reads it",
    "python -m tests.licenses": "tests/test_lock.py does so",
    "pip install pre-commit && pre-commit install": "network; it writes into .git",
    "SENTIMOTION_REVIEW=sentimotion-review.db python app.py": "tests/browser/test_review.py does so",
    "import json, argilla as rg": "Argilla's own package and a server of it",
    "python -m sentimotion score posts.parquet -o scored.parquet --engine ray --workers 8": (
        "tests/sentimotion/scoring/test_ray_engine.py does so, in --all"
    ),
    "python -m sentimotion score IN -o OUT --engine ray --workers 4": "the same",
    "pip install -r sentimotion/scoring/requirements.txt": "network; bash tests/run.sh --all does so",
    "pip install -r sentimotion/training/requirements.txt": "network",
    "python -m sentimotion train --data DIR -o assets/checkpoint --version-name NAME": "hours",
    "python -m sentimotion probe --data DIR --tests": "minutes, and data that is not shipped",
    "python -m sentimotion probe --data DIR": "the same",
    "python -m sentimotion train --data DIR -o DIR --start SRC": "hours",
    "python -m sentimotion train --data DIR -o DIR --seed N --device cuda --tests": "hours",
    "python -m sentimotion train --data DIR -o DIR": "hours",
    "python -m sentimotion train --data DIR -o assets/checkpoint --tests": "hours",
}


def commands(document):
    """The command lines of a document, without comments and optional parts."""
    for body in blocks(document, "bash", "", "sh", "console"):
        for line in body.replace("\\\n", " ").splitlines():
            bare = re.sub(r"\[[^\]]*\]|\s+#.*", " ", line)
            yield " ".join(bare.split())


COMMANDS = [(document, line) for document in DOCUMENTS for line in commands(document)]
PYTHON = [
    document
    for document in DOCUMENTS
    if any(body.splitlines()[0] not in NOT_RUN for body in blocks(document, "python"))
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the files that the examples name, where they are typed."""
    texts = ("খুব ভালো লাগল।", "একদম বাজে।", "আজ সকালে বৃষ্টি ছিল।", "মনটা ভালো নেই।")
    for name in ("texts.csv", "posts.csv", "in.csv"):
        rows = "".join(f"{text},{text},positive\r\n" for text in texts)
        (tmp_path / name).write_text("text,body,gold\r\n" + rows, encoding="utf-8", newline="")
    rows = "".join(f"{text},positive,happy\r\n" for text in texts)
    (tmp_path / "labeled.csv").write_text("text,sentiment,emotion\r\n" + rows, encoding="utf-8", newline="")
    write_classifier(tmp_path / "some" / "folder")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SENTIMOTION_REVIEW", raising=False)
    return tmp_path


@pytest.fixture
def url(bert_model):
    """The page, served within this process."""
    port, lock = reserve_port()

    async def serve():
        blocks = build_page(bert_model)
        options = {
            "prevent_thread_lock": True,
            "quiet": True,
            "server_name": "127.0.0.1",
            "server_port": port,
        }
        return blocks, launch(blocks, **options)[1]

    served, url = asyncio.run(serve())
    yield url.rstrip("/")
    served.close(verbose=False)
    lock.close()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("document", PYTHON)
def test_every_block_of_python_runs(document, request, capsys):
    """One after the other, as in one session."""
    names: dict[str, object] = {}
    if document == "explain/README.md":
        names = {"model": ENCODERS["bert"](), "encoded": encode(7, 21), "mask_token_id": MASK_ID}
    for body in blocks(document, "python"):
        if body.splitlines()[0] in NOT_RUN:
            continue
        if _SERVED in body:
            body = body.replace(_SERVED, request.getfixturevalue("url"))
        exec(compile(body, document, "exec"), names)
    for name in ("client", "store"):
        if name in names:
            names[name].close()
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("document", dict.fromkeys(document for document, _ in COMMANDS))
def test_every_command_runs(document, folder, bert_folder, capsys):
    """One after the other, in one folder, with names of files in place of the words in capitals."""
    model = str(bert_folder)
    places = {"TEXT": "ভালো", "IN": "in.csv", "OUT": "out.csv", "SCORED": "out.csv", "FILE": "labeled.csv"}
    places |= {"SRC": model, "OUT.html": "out.html", "DIR": str(folder)}
    for of, line in COMMANDS:
        if of != document or line in NOT_RUN:
            continue
        assert line.startswith("python -m sentimotion "), f"neither run nor listed: {line}"
        for typed in _alternatives(line):
            _, _, _, command, *rest = shlex.split(typed)
            arguments = [places.get(argument, argument) for argument in rest]
            if "--second" in arguments:
                arguments[arguments.index("--second") + 1] = str(folder / "some" / "folder")
            if command in ("predict", "explain", "score", "evaluate") or arguments[:1] == ["import"]:
                arguments += ["--model", model]
            if command == "score":
                arguments.append("--overwrite")
            main([command, *arguments])
            assert capsys.readouterr().err.count("error:") == 0, typed


def _alternatives(line):
    """``review import|list|export`` names commands that stand elsewhere in full."""
    return [] if re.search(r"\w\|\w", line) else [line]


def test_nothing_is_listed_that_no_document_says():
    said = {line for _, line in COMMANDS}
    said |= {body.splitlines()[0] for document in DOCUMENTS for body in blocks(document, "python")}
    assert set(NOT_RUN) - said == set()
