"""What the sections measure: one table each, with the bounds that were missed, as Markdown and as JSON."""

import json
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter


@dataclass
class Section:
    """One table.

    ``misses`` has a line for each bound that was missed, ``failure`` the last line of the traceback if the
    section did not end.
    """

    name: str
    title: str
    columns: Sequence[str]
    rows: list[list[object]] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)
    failure: str | None = None
    seconds: float = 0.0

    def row(self, *cells: object) -> None:
        self.rows.append(list(cells))

    def bound(self, what: str, value: float, most: float) -> None:
        if not value <= most:  # also NaN
            self.misses.append(f"{what}: {_rounded(value)}, expected at most {_rounded(most)}")

    @property
    def is_good(self) -> bool:
        return not self.misses and self.failure is None

    def markdown(self) -> str:
        lines = [f"\n### {self.title} ({self.seconds:.0f} s)\n"]
        if self.rows:
            table = [self.columns, ["---"] * len(self.columns), *self.rows]
            lines += ["| " + " | ".join(map(_rounded, cells)) + " |" for cells in table]
        if self.misses or self.failure:
            lines.append("")
        lines += [f"**Bound missed:** {miss}" for miss in self.misses]
        lines += [f"**Failed:** {self.failure}"] * (self.failure is not None)
        return "\n".join(lines)


def _rounded(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def run(section: Section, measure: Callable[[Section], None]) -> Section:
    """Fill a section. What it raises is recorded, so that the others run all the same."""
    start = perf_counter()
    try:
        measure(section)
    except Exception as error:  # noqa: BLE001  one run has to yield as much as it can
        place = traceback.extract_tb(error.__traceback__)[-1]
        last_line = traceback.format_exception_only(error)[-1].strip().splitlines()[0]
        section.failure = f"{last_line} ({Path(place.filename).name}, line {place.lineno})"
    section.seconds = perf_counter() - start
    return section


def write_json(path: Path, environment: Mapping[str, str], sections: Sequence[Section]) -> None:
    """Write all sections so far; called after each, so that a run that is stopped leaves what it has."""
    values = {"environment": environment, "sections": [asdict(section) for section in sections]}
    path.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
