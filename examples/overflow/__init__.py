"""A demonstration: one spike against provisioned capacity alone, and against Headgate with overflow."""
