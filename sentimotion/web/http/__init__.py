"""What the server answers, to whom, and how much of it."""
