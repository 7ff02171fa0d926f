"""What takes too long for every run: ``bash tests/soak.sh``."""
