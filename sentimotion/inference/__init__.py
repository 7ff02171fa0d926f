"""From texts to probabilities and decisions: batches, devices, precision."""
