"""Training of the network, stage by stage."""
