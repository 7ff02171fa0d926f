"""Inference: from texts to probabilities and decisions; batching, devices, precision."""
