"""How right the trained model is, and its checkpoint and card."""
