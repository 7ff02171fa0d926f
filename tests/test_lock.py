"""requirements.lock holds what requirements.txt brings, with hashes; every package says its license."""

import re
from importlib.metadata import PackageNotFoundError, requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.documents import ROOT
from tests.licenses import LOCK, licenses, locked, locked_here

TEXT = LOCK.read_text(encoding="utf-8")


def test_every_pin_is_locked_at_its_version():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.startswith("#")]
    assert len(pins) > 15
    # A pin for other Pythons as well: each is among the entries.
    versions = {(one.name, str(one.specifier)) for one in locked()}
    outside = [str(pin) for pin in pins if (canonicalize_name(pin.name), str(pin.specifier)) not in versions]
    assert outside == [], "bash tests/lock.sh writes requirements.lock anew"


def test_all_that_the_packages_require_is_locked_too():
    """By the metadata of what is installed here; the extras that a requirement names come along."""
    versions = locked_here()
    asked = {(name, "") for name in versions}
    seen = set()
    while asked:
        name, extra = asked.pop()
        seen.add((name, extra))
        try:
            lines = requires(name) or []
        except PackageNotFoundError:
            continue
        for one in map(Requirement, lines):
            if one.marker is not None and not one.marker.evaluate({"extra": extra}):
                continue
            required = canonicalize_name(one.name)
            assert required in versions, f"{name} requires {one}"
            assert one.specifier.contains(versions[required], prereleases=True), f"{name} requires {one}"
            asked |= {(required, wanted) for wanted in ("", *one.extras)} - seen


def test_every_package_has_hashes_and_none_comes_from_elsewhere():
    entries = re.split(r"\n(?=[a-z])", TEXT)[1:]
    assert len(entries) == len(locked())
    for entry in entries:
        first, *rest = [line for line in entry.splitlines() if not line.lstrip().startswith("#")]
        assert re.fullmatch(r"[a-z0-9-]+==[\w.+!]+( ; [^\\]+)? \\", first), first
        assert rest
        assert [
            line for line in rest if not re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line)
        ] == []
    assert re.findall(r"://|^-|@ ", TEXT, re.MULTILINE) == []


def test_every_package_says_its_license():
    found = {name: stated for name, _, stated in licenses()}
    assert [name for name, stated in found.items() if not stated] == []
    assert found["gradio"] == "Apache-2.0"
    elsewhere = {name for name, stated in found.items() if stated == "not installed here"}
    # What CUDA needs: the tests may run on a CPU build of torch.
    assert {name for name in elsewhere if not name.startswith(("nvidia-", "cuda-"))} <= {"triton"}
