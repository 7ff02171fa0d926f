"""Fill the HTML templates of pages, reports and exports. Values are escaped by construction."""

from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from sentimotion.i18n.messages import (
    STRINGS,
    Language,
    count,
    decimal,
    head_name,
    label_name,
    percent,
    say,
    signed,
    term,
)
from sentimotion.text.words import has_bangla

_TEMPLATES: Final = Environment(
    loader=PackageLoader("sentimotion"),
    autoescape=True,
    # A misspelt name is an error, not an empty place.
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def say_markup(key: str, language: Language, **values: str) -> Markup:
    """A message of the page with elements in it, such as code or a word in its own language.

    :param key: One of ``STRINGS``.
    :param values: What stands in its braces, by name; escaped unless it is :class:`markupsafe.Markup`.
    :returns: HTML.
    """
    return escape(STRINGS[key][language]).format(**values)


# What a template may call: the messages and the formats of numbers, each with the language as an argument.
_TEMPLATES.globals.update(
    {
        function.__name__: function
        for function in (
            *(count, decimal, head_name, label_name, percent, say, say_markup, signed, term),
            has_bangla,
        )
    }
)


def render_template(name: str, **values: object) -> Markup:
    """Fill a template of ``sentimotion/templates/``.

    :param name: Path in that folder, such as ``web/highlight.html``.
    :param values: Names that the template uses. A value is escaped unless it is :class:`markupsafe.Markup`,
        which only templates and ``Markup("literal").format(...)`` make.
    :returns: HTML.
    :raises jinja2.UndefinedError: If the template uses a name without a value.
    """
    # Markup of what is not a literal: jinja2 has escaped the values.
    return Markup(_TEMPLATES.get_template(name).render(values))  # noqa: S704
