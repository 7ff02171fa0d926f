"""Accuracy and calibration of the model."""
