"""Train the embedded checkpoint from public data. Needs sentimotion/training/requirements.txt."""
