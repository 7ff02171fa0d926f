"""How right the model is, and how well calibrated."""
