"""The rehearsals of tests/spaces.sh: ``python -m tests.spaces PYTHON``, with a Space's Python.

A Space's process sees what it would see there: the composed files, which it cannot change, a home where only
the cache can be written, a host and a port from the environment, no git, and visitors who come by a proxy.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from shutil import which
from time import perf_counter, sleep

import httpx
from gradio_client import Client
from gradio_client.exceptions import AppError

from sentimotion.deploy.composition import compose
from sentimotion.deploy.presets import PRESETS
from tests.browser.driver.server import reserve_port
from tests.checkpoints import write_bert
from tests.spaces.device_api import DeviceApi
from tests.spaces.proxy import proxied

ROOT = Path(__file__).parents[2]
TEXT = "মায়ের হাতের রান্না আজও সেরা।"
HOST = "127.0.0.2"
PATH = "/spaces/me/demo"
# Seconds after which a Space is taken to have failed.
PATIENCE = 400


class NotAnsweredError(Exception):
    """A Space that did not start, or not answer; the message holds what it printed."""


def write_space(folder: Path, hardware: str) -> dict[str, str]:
    """Write the files of a Space; returns the variables of its environment."""
    space = compose(ROOT, "me/demo", PRESETS[hardware], None)
    for name, source in space.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source if isinstance(source, bytes) else source.read_bytes())
        path.chmod(0o444)
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(0o555)
    return space.variables


def unprivileged() -> list[str]:
    """What makes root obey permissions, where this is root."""
    if os.geteuid() != 0:
        return []
    return [str(which("setpriv")), "--bounding-set=-dac_override,-dac_read_search"]


@contextmanager
def space(python: str, hardware: str, variables: dict[str, str]) -> Iterator[tuple[str, float]]:
    """A Space of that hardware, running: yields its address behind a proxy and when it began."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sentimotion-space-")))
        # The second is the package spaces' own, on ZeroGPU.
        for name in (".cache", ".zerogpu"):
            (folder / "home" / name).mkdir(parents=True)
        (folder / "home").chmod(0o555)
        (folder / "tmp").mkdir()
        composed = write_space(folder / "app", hardware)
        (port, lock), (outer, outer_lock) = reserve_port(), reserve_port()
        stack.callback(lock.close)
        stack.callback(outer_lock.close)
        environ = {
            "PATH": str(Path(python).parent),
            "HOME": str(folder / "home"),
            "TMPDIR": str(folder / "tmp"),
            "SYSTEM": "spaces",
            "SPACE_ID": "me/demo",
            "GRADIO_SERVER_NAME": HOST,
            "GRADIO_SERVER_PORT": str(port),
            "GRADIO_ROOT_PATH": PATH,
            "PYTHONUNBUFFERED": "1",
            # Threads that wait for each other on a busy machine are many times slower than one.
            "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
        }
        address = stack.enter_context(proxied(f"http://{HOST}:{port}", PATH, outer))
        log = stack.enter_context((folder / "log").open("w+", encoding="utf-8", errors="replace"))
        begun = perf_counter()
        process = subprocess.Popen(
            [*unprivileged(), python, "app.py"],
            cwd=folder / "app",
            env=environ | composed | variables,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        stack.callback(process.wait)
        stack.callback(process.terminate)
        try:
            while not is_up(address):
                if process.poll() is not None or perf_counter() - begun > PATIENCE:
                    raise NotAnsweredError("it did not start")
                sleep(0.05)
            yield address, begun
            if process.poll() is not None:
                raise NotAnsweredError("it ended")
            printed = (folder / "log").read_text(encoding="utf-8", errors="replace")
            # Python's own of event loops that Gradio leaves unclosed are not counted.
            if printed.count("Traceback") > printed.count("Exception ignored in"):
                raise NotAnsweredError("it printed a traceback")
        except NotAnsweredError as error:
            printed = (folder / "log").read_text(encoding="utf-8", errors="replace")
            raise NotAnsweredError(f"{error}: {printed[:3000]}") from None


def is_up(address: str) -> bool:
    try:
        return httpx.get(f"{address}/config", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def answer_of(python: str, hardware: str, variables: dict[str, str]) -> str:
    """Start a Space and ask it, as a visitor and as a program; says how long the first answer took."""
    with space(python, hardware, variables) as (address, begun):
        up = perf_counter() - begun
        page = httpx.get(f"{address}/bn", timeout=60)
        if page.status_code != 200 or f'"root":"{address}"' not in page.text:
            raise NotAnsweredError(f"its page does not know its address: {page.status_code}")
        seen = perf_counter() - begun
        client = Client(f"{address}/", verbose=False)
        found = client.predict(TEXT, api_name="/predict")
        answered = perf_counter() - begun
        client.predict(TEXT, "emotion", None, api_name="/explain")
        client.close()
        if found["checkpoint"] != "embedded":
            raise NotAnsweredError(f"another checkpoint answered: {found}")
    return (
        f"it listens after {up:.1f} s, the page with its first answer comes after {seen:.1f} s, "
        f"a program's answer after {answered:.1f} s"
    )


def zero_gpu(python: str) -> str:
    """On ZeroGPU the embedded checkpoint declares a GPU function and never borrows a GPU."""
    api = DeviceApi()
    with api.running() as url:
        said = answer_of(python, "zero-gpu", {"SPACES_ZERO_GPU": "true", "SPACES_ZERO_DEVICE_API_URL": url})
    paths = [path for path, _ in api.asked]
    if paths != ["/startup-report"]:
        raise NotAnsweredError(f"expected one report of the start, and no GPU; asked: {api.asked}")
    return f"{said}; no GPU was asked for"


def zero_gpu_spent(python: str) -> str:
    """On ZeroGPU another checkpoint asks for a GPU in the visitor's name, and says if none is lent."""
    api = DeviceApi()
    with api.running() as url, tempfile.TemporaryDirectory() as folder:
        variables = {
            "SPACES_ZERO_GPU": "true",
            "SPACES_ZERO_DEVICE_API_URL": url,
            "SENTIMOTION_MODEL": str(write_bert(Path(folder) / "checkpoint")),
        }
        with space(python, "zero-gpu", variables) as (address, _):
            client = Client(f"{address}/", verbose=False)
            try:
                client.predict(TEXT, api_name="/predict")
                raise NotAnsweredError("it answered without a GPU")
            except AppError as error:
                said = str(error)
            client.close()
    asked = [parameters for path, parameters in api.asked if path == "/schedule"]
    if len(asked) != 1 or "token" not in asked[0]:
        raise NotAnsweredError(f"expected one request in the visitor's name; asked: {api.asked}")
    if "GPU minutes" not in said:
        raise NotAnsweredError(f"another error than that of spent minutes: {said}")
    return f"a program is told: {said}"


def main(arguments: Sequence[str]) -> int:
    (python,) = arguments
    version = subprocess.run([python, "-V"], capture_output=True, text=True, check=True).stdout.strip()
    print(f"{version} stands for the hub's 3.12.12, and this machine's CPU for every card.", flush=True)
    rehearsals = {"zero-gpu": zero_gpu, "zero-gpu, minutes spent": zero_gpu_spent} | {
        hardware: partial(answer_of, hardware=hardware, variables={})
        for hardware in PRESETS
        if hardware != "zero-gpu"
    }
    failed = False
    for name, rehearse in rehearsals.items():
        try:
            print(f"{name}: {rehearse(python)}", flush=True)
        except NotAnsweredError as error:
            failed = True
            print(f"{name}: FAILED, {error}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
