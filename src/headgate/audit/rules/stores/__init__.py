"""Where vectors, logs and cached answers are kept."""
