"""Human review of scored texts: a queue, a durable store of decisions, and agreement figures."""
