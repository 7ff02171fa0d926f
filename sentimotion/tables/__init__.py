"""Rows in and out of CSV, JSONL and Parquet."""
