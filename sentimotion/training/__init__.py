"""The embedded checkpoint from public data; needs sentimotion/training/requirements.txt."""
