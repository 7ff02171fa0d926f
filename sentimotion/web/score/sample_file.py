"""A small file to try: sentences of this project with dates, as spreadsheets export comments."""

import csv
import io
from datetime import date, timedelta
from functools import cache
from typing import Final

from sentimotion.i18n.messages import Language
from sentimotion.web.analyze.examples import read_examples
from sentimotion.web.compare.templates import read_templates

# Name and columns, in the language of the page.
NAMES: Final[dict[Language, str]] = {"en": "sample.csv", "bn": "নমুনা.csv"}
_COLUMNS: Final[dict[Language, tuple[str, str, str]]] = {
    "en": ("id", "date", "text"),
    "bn": ("নং", "তারিখ", "লেখা"),
}
_BEGIN: Final = date(2026, 1, 5)
_DAYS: Final = 11


@cache
def sample_file(language: Language) -> bytes:
    """The content: a number, a date (over months) and a text in each row, with a byte order mark.

    :param language: Language of the columns' names.
    """
    templates = read_templates()
    texts = [example["text"] for example in read_examples()]
    texts += [text for pair in templates.pairs for text in pair.texts]
    texts += [swap.text for swap in templates.swaps]
    content = io.StringIO(newline="")
    writer = csv.writer(content)
    writer.writerow(_COLUMNS[language])
    for index, text in enumerate(dict.fromkeys(texts)):
        writer.writerow([index + 1, (_BEGIN + timedelta(days=_DAYS * index)).isoformat(), text])
    return content.getvalue().encode("utf-8-sig")
