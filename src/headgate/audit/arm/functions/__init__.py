"""The functions of the template reference, by what they work on. ``table`` holds them all by name."""
