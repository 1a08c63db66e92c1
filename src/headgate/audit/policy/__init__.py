"""API Management policies as they are written: read as the service reads them, and looked at by the linter's rules."""
