"""How long the page's code is, by revision: ``python -m tests.benchmarks.page_lines REVISION...``.

The Python of ``sentimotion/web`` without ``http`` and ``operating``, which serve and watch it: all lines, and
lines of code, without blank ones, comments and docstrings. JavaScript, CSS and templates stand beside it.
"""

import ast
import io
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APART = ("sentimotion/web/http/", "sentimotion/web/operating/")
LAYOUT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


def git(*arguments: str) -> str:
    """What a git command prints."""
    command = ["git", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def files(revision: str) -> dict[str, str]:
    """The page's files of a revision: their text by path."""
    names = git("ls-tree", "-r", "--name-only", revision).splitlines()
    wanted = [
        name
        for name in names
        if (name.startswith("sentimotion/web/") and name.endswith(".py") and not name.startswith(APART))
        or (name.startswith("assets/") and name.endswith((".js", ".css")))
        or name.startswith("sentimotion/templates/web/")
    ]
    return {name: git("show", f"{revision}:{name}") for name in wanted}


def docstring_lines(tree: ast.Module) -> Iterator[int]:
    """The numbers of the lines of all docstrings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            yield from range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)


def lines_of_code(source: str) -> int:
    """The number of lines with code, without blank ones, comments and docstrings."""
    found: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in LAYOUT:
            found.update(range(token.start[0], token.end[0] + 1))
    return len(found - set(docstring_lines(ast.parse(source))))


def main(revisions: list[str]) -> None:
    """Print a row for each revision."""
    print("| revision | Python | of it code | JavaScript | CSS | templates |\n|---|---|---|---|---|---|")
    for revision in revisions:
        texts = files(revision)
        python = [text for name, text in texts.items() if name.endswith(".py")]
        counts = [
            sum(text.count("\n") for name, text in texts.items() if name.endswith(ending))
            for ending in (".py", ".js", ".css", ".html")
        ]
        counts.insert(1, sum(map(lines_of_code, python)))
        print(f"| `{revision}` | {' | '.join(f'{count:,}' for count in counts)} |")


if __name__ == "__main__":
    main(sys.argv[1:] or ["HEAD"])
