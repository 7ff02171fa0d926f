"""How the operator sees and stops the server: health, a log, figures, shutdown."""
