"""What takes too long even for ``bash tests/run.sh --all``: ``bash tests/soak.sh``."""
