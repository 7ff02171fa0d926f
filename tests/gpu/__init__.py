"""The published size on a CUDA card, with random weights; tests/gpu.sh runs it."""
