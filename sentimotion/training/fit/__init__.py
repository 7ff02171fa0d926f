"""How the network is trained, stage by stage."""
