"""Load third-party safetensors checkpoints into the joint network."""
