"""Training data: rows, labels and augmentation."""
