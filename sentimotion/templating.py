"""Fill the HTML templates of pages, reports and exports. Values are escaped by construction."""

from base64 import b64encode
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from sentimotion.assets import ASSETS
from sentimotion.i18n.messages import (
    LANGUAGES,
    STRINGS,
    Language,
    count,
    decimal,
    head_name,
    label_name,
    localize_digits,
    percent,
    say,
    signed,
    term,
)
from sentimotion.label_colors import LABEL_COLORS
from sentimotion.labels import HEADS, LABELS
from sentimotion.text.words import has_bangla

_TEMPLATES: Final = Environment(
    loader=PackageLoader("sentimotion"),
    autoescape=True,
    # A misspelt name is an error, not an empty place.
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render_template(name: str, /, **values: object) -> Markup:
    """Fill a template of ``sentimotion/templates/``.

    :param name: Path in that folder, such as ``web/highlight.html``.
    :param values: Names that the template uses. A value is escaped unless it is :class:`markupsafe.Markup`,
        which only templates and ``Markup("literal").format(...)`` make.
    :returns: HTML.
    :raises jinja2.UndefinedError: If the template uses a name without a value.
    """
    return Markup(_TEMPLATES.get_template(name).render(values))  # noqa: S704 - jinja2 has escaped the values


def say_markup(key: str, language: Language, **values: str) -> Markup:
    """A message of the page with elements in it, such as code or a word in its own language.

    :param key: One of ``STRINGS``.
    :param values: What stands in its braces, by name; escaped unless it is :class:`markupsafe.Markup`.
    :returns: HTML.
    """
    return escape(STRINGS[key][language]).format(**values)


def own_words(text: str, tag: str = "span", css_class: str | None = None) -> Markup:
    """An element with text from a file, a model card or an annotator; ``lang="bn"`` if it contains Bangla."""
    language = Markup(' lang="bn"') if has_bangla(text) else ""
    css = Markup(' class="{}"').format(css_class) if css_class else ""
    return Markup("<{}{}{}>{}</{}>").format(tag, language, css, text, tag)


def embedded_style(*sheets: str) -> Markup:
    """The font and CSS for the element ``style`` of a page that is one file.

    :param sheets: CSS of the package itself, which is not escaped.
    """
    font = b64encode((ASSETS / "fonts" / "NotoSansBengali-wght.woff2").read_bytes()).decode("ascii")
    face = (
        '@font-face { font-family: "Noto Sans Bengali"; font-weight: 400 700;'
        f' src: url("data:font/woff2;base64,{font}") format("woff2"); }}'
    )
    return Markup("\n".join([face, *sheets]))  # noqa: S704 - files of the package


# What every template may use: the messages and the formats of numbers, each with the language as an argument.
_TEMPLATES.globals.update(
    {
        function.__name__: function
        for function in (
            *(count, decimal, head_name, label_name, localize_digits, own_words, percent),
            *(say, say_markup, signed, term),
        )
    },
    HEADS=HEADS,
    LABELS=LABELS,
    LANGUAGES=LANGUAGES,
    LABEL_COLORS=LABEL_COLORS,
)
