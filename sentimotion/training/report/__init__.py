"""Evaluate the trained model; write its checkpoint and model card."""
