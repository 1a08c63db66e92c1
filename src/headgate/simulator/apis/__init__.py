"""One file per API: ``prepare`` reads a request and gives back what composes its answer."""
