"""Who may call, and with what: Entra, keys, roles."""
