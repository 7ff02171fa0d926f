"""What the model learns from: rows, their labels, and how texts are varied."""
