"""A small file to try: sentences of this project with dates, as spreadsheets export comments."""

import csv
import io
from datetime import date, timedelta
from functools import cache
from typing import Final

from sentimotion.web.analyze.examples import read_examples
from sentimotion.web.compare.templates import read_templates

NAME: Final = "sample.csv"
_BEGIN: Final = date(2026, 1, 5)
_DAYS: Final = 11


@cache
def sample_file() -> bytes:
    """The content: the columns ``id``, ``date`` (three months) and ``text``, with a byte order mark."""
    templates = read_templates()
    texts = [example["text"] for example in read_examples()]
    texts += [text for pair in templates.pairs for text in pair.texts]
    texts += [swap.text for swap in templates.swaps]
    content = io.StringIO(newline="")
    writer = csv.writer(content)
    writer.writerow(["id", "date", "text"])
    for index, text in enumerate(dict.fromkeys(texts)):
        writer.writerow([index + 1, (_BEGIN + timedelta(days=_DAYS * index)).isoformat(), text])
    return content.getvalue().encode("utf-8-sig")
