"""Why a head says so: what ``explain`` gives for any model, in terms of heads, labels and words."""
