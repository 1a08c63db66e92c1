"""Facts of the outside world that rules and plans rest on, as dated data with their sources."""
