"""Bulk scoring: add both heads' predictions to every row of a file."""
