"""Who calls: turns a credential into a caller and its use case, or a refusal."""
