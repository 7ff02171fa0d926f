"""The real hub client against a hub on loopback: complete, resumed and failed downloads, no network.

The client reads its environment when it is imported, so that it runs in other processes; a test that sets the
environment has one of its own. Waits between tries are shortened and recorded.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sentimotion.checkpoints import hub as hub_module
from sentimotion.checkpoints.sources import BASE
from tests.loopback_hub import Fault, LoopbackHub
from tests.synthetic import write_foreign

ROOT = Path(__file__).parents[3]
WEIGHTS = "model.safetensors"
MODEL = "someone/their-model"
# Finds checkpoints as load and inspect do, without torch; prints the result of each line of input as JSON.
DRIVER = """
import json, os, sys, time
waits, sleep = [], time.sleep
time.sleep = lambda s: (waits.append(s), sleep(min(s, 0.01)))
from huggingface_hub import constants
constants.DOWNLOAD_CHUNK_SIZE = 4096  # 10 MB by default; an incomplete chunk is not resumed
constants.HF_HUB_DOWNLOAD_TIMEOUT = float(os.environ.get("PATIENCE_S", 10))
from sentimotion.checkpoints import hub
from sentimotion.errors import CheckpointError
from sentimotion.checkpoints.sources import resolve
hub._PATIENCE_S = 3.0
for line in sys.stdin:
    cache, source, revision, weights = json.loads(line)
    constants.HF_HUB_CACHE = cache or constants.HF_HUB_CACHE
    waits.clear()
    try:
        answer = {"folder": str(resolve(source, revision, weights=weights)[1])}
    except CheckpointError as error:
        answer = {"error": str(error)}
    print(json.dumps(answer | {"waits": waits}), flush=True)
"""
# Commands in one process, as importing torch takes seconds; prints the result of each as JSON.
COMMANDS = """
import contextlib, io, json, sys
from sentimotion.cli import main
from huggingface_hub import constants
for words, offline in json.loads(sys.stdin.read()):
    constants.HF_HUB_OFFLINE = offline
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words)
    print(json.dumps([code, out.getvalue(), err.getvalue()]))
"""


def variables(hub, home, **more):
    """An environment with its own cache and none of the hub variables of this process."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    return outside | {
        "HF_ENDPOINT": hub.endpoint,
        "HF_HOME": str(home),
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "NO_PROXY": "*",
        "PYTHONPATH": str(ROOT),
        **more,
    }


def run(code, lines, environment):
    """The JSON lines that a Python program prints; it must not write to stderr."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=lines,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def running_hub():
    with LoopbackHub().running() as hub:
        yield hub


@pytest.fixture
def hub(running_hub):
    running_hub.reset()
    return running_hub


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    return write_foreign(tmp_path_factory.mktemp("hub") / "bert", "bert")


@pytest.fixture(scope="module")
def driver(running_hub, tmp_path_factory):
    """A running client, for tests that do not set the environment."""
    folder = tmp_path_factory.mktemp("driver")
    with (folder / "errors").open("w+") as errors:
        with subprocess.Popen(
            [sys.executable, "-c", DRIVER],
            env=variables(running_hub, folder),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True,
        ) as process:  # fmt: skip
            yield process
            process.stdin.close()
            process.wait(timeout=60)
        errors.seek(0)
        assert errors.read() == ""


@pytest.fixture
def find(hub, driver, tmp_path):
    """The folder of a checkpoint, or the error; and the waits between tries."""

    def find(revision=None, weights=True, **environment):
        question = json.dumps([str(tmp_path / "home" / "hub"), MODEL, revision, weights])
        if environment:
            (answer,) = run(DRIVER, question, variables(hub, tmp_path / "home", **environment))
        else:
            driver.stdin.write(question + "\n")
            driver.stdin.flush()
            answer = json.loads(driver.stdout.readline())
        if "error" in answer:
            assert len(answer["error"].splitlines()) == 1
            assert answer["error"].count("(") == answer["error"].count(")")
        return answer

    return find


def test_a_whole_download_and_then_no_network(hub, checkpoint, find):
    repository = hub.add(MODEL, checkpoint)
    folder = Path(find()["folder"])
    assert folder.name == repository.commit
    for name, content in repository.files.items():
        assert (folder / name).read_bytes() == content
    hub.requests.clear()
    hub.faults.append(Fault(".", status=500))
    # With a filled cache the hub is not needed, neither in offline mode nor if it fails.
    assert find(HF_HUB_OFFLINE="1")["folder"] == str(folder)
    assert hub.requests == []
    assert find()["folder"] == str(folder)


def test_a_second_start_downloads_nothing_again(hub, checkpoint, find):
    hub.add(MODEL, checkpoint)
    find()
    n_bytes = hub.bytes_of(WEIGHTS)
    assert n_bytes == len(hub.repositories[MODEL].files[WEIGHTS])
    find()
    assert hub.bytes_of(WEIGHTS) == n_bytes


def test_only_what_is_needed_is_downloaded(hub, checkpoint, find):
    repository = hub.add(MODEL, checkpoint)
    repository.files |= {
        "pytorch_model.bin": b"x",
        "training_args.bin": b"x",
        "README.md": b"x",
        "x.py": b"x",
    }
    folder = Path(find()["folder"])
    assert {file.name for file in folder.iterdir()} == {
        "config.json",
        WEIGHTS,
        "tokenizer_config.json",
        "vocab.txt",
    }


@pytest.mark.parametrize("revision", ["v2", "commit"])
def test_a_revision_is_pinned(hub, checkpoint, find, revision):
    repository = hub.add(MODEL, checkpoint, branches=("main", "v2"))
    wanted = repository.commit if revision == "commit" else revision
    assert Path(find(revision=wanted)["folder"]).name == repository.commit
    message = find(revision="v3")["error"]
    assert "it has no revision v3); check the revision" in message


def test_an_interrupted_transfer_is_resumed(hub, checkpoint, find):
    repository = hub.add(MODEL, checkpoint)
    size = len(repository.files[WEIGHTS])
    hub.faults.append(Fault(f"GET .*{WEIGHTS}", sent=0.4, times=2))
    folder = Path(find()["folder"])
    assert (folder / WEIGHTS).read_bytes() == repository.files[WEIGHTS]
    first, *resumed = [request.range for request in hub.gets(WEIGHTS)]
    assert first is None
    begins = [int(request.removeprefix("bytes=").removesuffix("-")) for request in resumed]
    assert 0.3 * size < begins[0] < begins[1] < 0.7 * size
    assert len(begins) == 2
    assert hub.bytes_of(WEIGHTS) < 1.1 * size  # only the end of a chunk is transferred twice


def test_a_transfer_that_cannot_be_resumed_is_restarted(hub, checkpoint, find):
    repository = hub.add(MODEL, checkpoint)
    hub.resumes = False
    hub.faults.append(Fault(f"GET .*{WEIGHTS}", sent=0.5, times=2))
    folder = Path(find()["folder"])
    assert (folder / WEIGHTS).read_bytes() == repository.files[WEIGHTS]


def test_a_transfer_that_is_always_interrupted_ends_in_an_error(hub, checkpoint, find):
    hub.add(MODEL, checkpoint)
    hub.resumes = False
    hub.faults.append(Fault(f"GET .*{WEIGHTS}", sent=0.5))
    assert (
        "a file comes incomplete every time: the download was interrupted and cannot be resumed)"
        in find()["error"]
    )
    assert len(hub.gets(WEIGHTS)) < 12


def test_a_file_shorter_than_announced(hub, checkpoint, find):
    """The headers announce more bytes than are sent, as a mirror with a truncated file does."""
    repository = hub.add(MODEL, checkpoint)
    size = len(repository.files[WEIGHTS])
    hub.faults.append(
        Fault(
            f"HEAD .*{WEIGHTS}",
            status=200,
            headers={
                "X-Repo-Commit": repository.commit,
                "ETag": '"whole"',
                "X-Linked-Size": str(2 * size),
            },
        )
    )
    answer = find()
    assert "a file comes incomplete every time: Consistency check failed" in answer["error"]
    assert "); try again later, or use the embedded checkpoint" in answer["error"]
    assert len(hub.gets(WEIGHTS)) == hub_module.TRIES


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, "there is no such repository or file, or it is private; status 401); check the id, and for a"),
        (403, "access is refused, status 403); check HF_TOKEN"),
        (404, "there is no such repository or file, or it is private; status 404); check the id"),
        (429, "too many requests, status 429); wait some minutes"),
        (500, "the hub is out of order, status 500); try again later"),
        (503, "the hub is out of order, status 503); try again later"),
    ],
)
def test_error_statuses_of_the_hub(hub, checkpoint, find, status, expected):
    hub.add(MODEL, checkpoint)
    hub.faults.append(Fault("/api/models", status=status))
    answer = find()
    assert f"{MODEL}: cannot be downloaded from the hub ({expected}" in answer["error"]
    assert answer["error"].endswith(", or use the embedded checkpoint")
    n_asked = sum(request.path.startswith("/api/models") for request in hub.requests)
    if status in (429, 500, 503):
        assert n_asked == hub_module.TRIES
        assert answer["waits"] == [1.0, 2.0]
    else:
        assert n_asked == 1
        assert answer["waits"] == []


@pytest.mark.parametrize("status", [429, 500])
def test_a_hub_that_recovers(hub, checkpoint, find, status):
    hub.add(MODEL, checkpoint)
    hub.faults.append(Fault("/api/models", status=status, times=1, headers={"Retry-After": "7"}))
    hub.faults.append(Fault(f"GET .*{WEIGHTS}", status=status, times=1))
    answer = find()
    assert (Path(answer["folder"]) / WEIGHTS).is_file()
    assert 7.0 in answer["waits"]


def test_a_hub_that_asks_for_too_long_a_wait(hub, checkpoint, find):
    hub.add(MODEL, checkpoint)
    hub.faults.append(Fault("/api/models", status=429, headers={"Retry-After": "3600"}))
    answer = find()
    assert "too many requests, status 429)" in answer["error"]
    assert answer["waits"] == []


def test_a_file_that_cannot_be_downloaded_is_one_error(hub, checkpoint, find):
    hub.add(MODEL, checkpoint)
    hub.faults.append(Fault(f"HEAD .*{WEIGHTS}", status=500))
    answer = find()
    assert "the hub is out of order, status 500)" in answer["error"]
    assert len(answer["waits"]) < 30


def test_a_slow_hub(hub, checkpoint, find):
    hub.add(MODEL, checkpoint)
    hub.faults.append(Fault(f"GET .*{WEIGHTS}", wait_s=0.7, times=1))
    assert "folder" in find(PATIENCE_S="0.4")


@pytest.mark.slow
def test_a_hub_that_is_too_slow(hub, checkpoint, find):
    hub.add(MODEL, checkpoint)
    hub.faults.append(Fault(f"GET .*{WEIGHTS}", wait_s=5))
    message = find(PATIENCE_S="0.4")["error"]
    assert "it does not answer in time); check the network or try again later" in message


def test_a_hub_that_cannot_be_reached(find):
    endpoint = "http://127.0.0.1:9"  # the discard port: nothing listens
    answer = find(HF_ENDPOINT=endpoint)
    assert f"({endpoint} cannot be reached); check the network, or use" in answer["error"]
    assert answer["waits"] == [1.0, 2.0]


def test_offline_without_a_copy(find, hub):
    message = find(HF_HUB_OFFLINE="1")["error"]
    assert "HF_HUB_OFFLINE is set, and the cache holds no whole copy); unset it to download" in message
    assert hub.requests == []


def test_offline_with_half_a_copy(hub, checkpoint, find):
    hub.add(MODEL, checkpoint)
    folder = Path(find(weights=False)["folder"])
    assert (folder / "config.json").is_file()
    assert not (folder / WEIGHTS).exists()
    assert "the cache holds no whole copy)" in find(HF_HUB_OFFLINE="1")["error"]


def test_a_private_repository_and_its_token(hub, checkpoint, find):
    hub.add(MODEL, checkpoint, token="hf_right")
    for environment in ({}, {"HF_TOKEN": "hf_wrong"}):
        message = find(**environment)["error"]
        assert "it is private; status 40" in message
        assert "for a private repository set HF_TOKEN" in message
        assert "hf_wrong" not in message
    assert "folder" in find(HF_TOKEN="hf_right")
    sent = {request.authorization for request in hub.requests}
    assert sent == {None, "Bearer hf_wrong", "Bearer hf_right"}


def test_a_gated_repository(hub, checkpoint, find):
    hub.add(MODEL, checkpoint)
    hub.faults.append(Fault("/api/models", status=403, headers={"X-Error-Code": "GatedRepo"}))
    assert "it is gated); accept its terms on its page and set HF_TOKEN" in find()["error"]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("pytorch_model.bin", "pytorch_model.bin: pickled weights are rejected"),
        ("notes.txt", f"no {WEIGHTS} in the folder"),
        ("adapter_model.safetensors", "the folder holds a PEFT adapter without its model"),
    ],
)
def test_a_repository_without_safetensors(hub, checkpoint, find, file, expected):
    repository = hub.add(MODEL, checkpoint)
    repository.files = {"config.json": repository.files["config.json"], file: b"x"}
    assert expected in find()["error"]
    assert hub.bytes_of(file) == 0


BARE, PARTS = "someone/bare-weights", "someone/parts"
PREDICT = ["predict", "আজ মন ভালো", "--model", BARE]


@pytest.fixture(scope="module")
def commanded(checkpoint, tmp_path_factory):
    """A hub, and for each command that used it the exit code, stdout and stderr."""
    folder = tmp_path_factory.mktemp("commands")
    with LoopbackHub().running() as hub:
        hub.add(PARTS, write_foreign(folder / "parts", "deep", "small", n_files=2))
        base = hub.add(BASE, checkpoint)
        base.files = base.files | {"pytorch_model.bin": b"x" * 1000, WEIGHTS: b"x" * 1000}
        hub.faults.append(Fault(f"/api/models/{BASE}", status=404, times=1))
        bare = hub.add(BARE, checkpoint)
        bare.files = {WEIGHTS: bare.files[WEIGHTS]}
        calls = {
            "inspected": (["inspect", PARTS, "--layout", "head_activation=gelu"], False),
            "undecided": (["inspect", PARTS, "--revision", "main"], False),
            "without_base": (PREDICT, False),
            "online": (PREDICT, False),
            "offline": (PREDICT, True),
        }
        answers = run(COMMANDS, json.dumps([*calls.values()]), variables(hub, folder / "home"))
        yield hub, dict(zip(calls, answers, strict=True))


def test_inspect_reads_only_the_header(commanded):
    """Of two weights files larger than a header request, only that request is sent."""
    hub, answers = commanded
    repository = hub.repositories[PARTS]
    code, out, err = answers["inspected"]
    assert (code, err) == (0, "")
    values = json.loads(out)
    assert values["problem"] is None
    assert values["commit"] == repository.commit
    parts = [name for name in repository.files if name.endswith(".safetensors")]
    assert len(parts) == 2
    assert values["size_bytes"] == sum(len(repository.files[part]) for part in parts)
    for part in parts:
        asked = hub.gets(part)
        assert [request.range for request in asked] == ["bytes=0-100000"] * 2  # once for each inspect
        assert {request.n_bytes for request in asked} == {100_001}
        assert len(repository.files[part]) > 100_001


def test_inspect_describes_a_checkpoint_that_cannot_be_opened(commanded):
    _hub, answers = commanded
    code, out, err = answers["undecided"]
    assert code == 2
    assert err.startswith(f"error: {PARTS}: sentiment_head has more than one linear layer")
    assert err.count("\n") == 1
    assert {group["use"] for group in json.loads(out)["groups"]} == {"encoder", "unknown"}


@pytest.mark.slow
def test_a_weights_file_alone_uses_config_and_tokenizer_of_the_base(commanded):
    """The published model is one file. No other file of the base is downloaded."""
    hub, answers = commanded
    code, out, err = answers["online"]
    assert (code, err) == (0, "")
    assert json.loads(out)["checkpoint"] == BARE
    assert answers["offline"] == answers["online"]
    fetched = {r.path.rpartition("/")[2] for r in hub.requests if f"/{BASE}/resolve/" in r.path}
    assert fetched == {"config.json", "tokenizer_config.json", "vocab.txt"}


@pytest.mark.slow
def test_a_base_that_cannot_be_downloaded(commanded):
    _hub, answers = commanded
    code, _out, err = answers["without_base"]
    assert code == 2
    assert (
        f"{BARE}: no config.json or tokenizer of its own; {BASE}: cannot be downloaded from the hub (" in err
    )
    assert err.count("\n") == 1
