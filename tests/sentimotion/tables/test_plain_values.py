"""Any format's values as plain ones, and text that is no Unicode."""

import datetime
import decimal
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.tables.plain_values import as_json, as_text, storable


@pytest.mark.parametrize(
    ("value", "plain", "text"),
    [
        (None, None, ""),
        ("ক,খ", "ক,খ", "ক,খ"),
        (True, True, "true"),
        (7, 7, "7"),
        (0.1, 0.1, "0.1"),
        (float("nan"), None, ""),
        (float("inf"), None, ""),
        (datetime.date(2026, 1, 2), "2026-01-02", "2026-01-02"),
        (datetime.datetime(2026, 1, 2, 3, 4), "2026-01-02T03:04:00", "2026-01-02T03:04:00"),
        (datetime.time(3, 4), "03:04:00", "03:04:00"),
        (datetime.timedelta(minutes=1), 60.0, "60.0"),
        (decimal.Decimal("1.10"), "1.10", "1.10"),
        (b"\xff", "/w==", "/w=="),
        ([1, "ক"], [1, "ক"], '[1, "ক"]'),
        ({"ক": [None]}, {"ক": [None]}, '{"ক": [null]}'),
        ([("k", b"v")], [["k", "dg=="]], '[["k", "dg=="]]'),
    ],
)
def test_values(value, plain, text):
    assert as_json(value) == plain
    assert as_text(value) == text
    json.dumps(as_json(value), allow_nan=False)


def test_what_is_no_unicode_is_spelled_out():
    assert storable("ক\udce0\udca6খ") == "ক\\xe0\\xa6খ"
    assert storable("\ud83d") == "\\ud83d"


@given(st.binary())
def test_any_bytes_become_storable(content):
    text = storable(content.decode("utf-8", "surrogateescape"))
    text.encode("utf-8")
    assert content.decode("utf-8", "replace") == text or "\\x" in text
