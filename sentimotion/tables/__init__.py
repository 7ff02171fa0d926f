"""Read and write rows in CSV, JSONL and Parquet."""
