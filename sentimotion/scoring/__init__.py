"""Bulk scoring: a file of texts in, the same file with both heads' predictions out, and no row lost."""
