"""From a stranger's safetensors file to our network."""
