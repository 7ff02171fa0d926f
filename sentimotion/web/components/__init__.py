"""Components shared by several tabs."""
