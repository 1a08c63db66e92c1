"""A set-up as one normalised graph: resources in ARM's own shape, whatever they were read from."""
