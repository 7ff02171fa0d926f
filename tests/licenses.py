"""Licenses of all packages that the page and the command line bring: ``python -m tests.licenses``.

The packages are those of requirements.lock for this platform; its license each says itself, in its metadata.
Those that are not installed, such as CUDA's beside a CPU build of torch, are listed without one.
"""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

from packaging.requirements import Requirement

LOCK = Path(__file__).parents[1] / "requirements.lock"
_LONGEST = 60


def locked() -> list[Requirement]:
    """Every entry of requirements.lock, with the marker of its platforms."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    return [Requirement(line.removesuffix(" \\")) for line in lines if re.match(r"[a-z0-9-]+==", line)]


def locked_here() -> dict[str, str]:
    """Version by name of the packages that are for this platform and Python."""
    here = [one for one in locked() if one.marker is None or one.marker.evaluate()]
    return {one.name: str(one.specifier).removeprefix("==") for one in here}


def license_of(package: PackageMetadata) -> str:
    """The license that a package states: as an expression, by classifiers, or in its own words."""
    if expression := package.get("License-Expression"):
        return str(expression)
    classifiers = [str(one) for one in package.get_all("Classifier") or [] if one.startswith("License ::")]
    if classifiers:
        return ", ".join(one.rpartition(" :: ")[2] for one in classifiers)
    return (package.get("License") or "").partition("\n")[0][:_LONGEST]


def licenses() -> Iterator[tuple[str, str, str]]:
    """Name, version and license of each package; an empty license if it states none."""
    for name, version in locked_here().items():
        try:
            found = metadata(name)
        except PackageNotFoundError:
            yield name, version, "not installed here"
        else:
            yield name, found["Version"], license_of(found)


if __name__ == "__main__":
    for row in licenses():
        sys.stdout.write("\t".join(row) + "\n")
