"""The page's style sheet and scripts, from assets/css and assets/js, as they are without a build step."""

from typing import Final

from sentimotion.assets import ASSETS
from sentimotion.label_colors import color_variables

# In the order in which they apply; names of files in assets/css.
_SHEETS: Final = (
    *("base", "notices", "menus", "cards", "words", "waterfall"),
    *("analyze", "overview", "together", "tokenization", "compare", "lesson"),
    *("about", "score", "review", "dashboard", "stage"),
)
# Of a page of its own.
_REDIRECT: Final = ASSETS / "js" / "language_redirect.js"


def page_style() -> str:
    """The page's style sheet. It uses variables of Gradio's theme, and those of the page's own colors."""
    sheets = ((ASSETS / "css" / f"{name}.css").read_text(encoding="utf-8") for name in _SHEETS)
    return "\n".join([color_variables(), *sheets])


def redirect_script() -> str:
    """The script of the page at the root, which goes on to the page in the visitor's language."""
    return _scoped(_REDIRECT.name, _REDIRECT.read_text(encoding="utf-8"))


def page_scripts() -> dict[str, str]:
    """The page's scripts by file name, in the order in which they run.

    Each runs in strict mode and in a scope of its own. What others use is in the object ``sentimotion``,
    which the first one defines.
    """
    paths = sorted(
        {*(ASSETS / "js").glob("*.js")} - {_REDIRECT},
        key=lambda path: (path.name != "namespace.js", path.name),
    )
    return {path.name: _scoped(path.name, path.read_text(encoding="utf-8")) for path in paths}


def _scoped(name: str, script: str) -> str:
    return f'"use strict";{{ {script}\n}}\n//# sourceURL=sentimotion/{name}\n'
