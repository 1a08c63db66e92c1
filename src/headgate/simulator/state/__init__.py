"""What a resource keeps between requests: responses, files, batches, vector stores. Every shelf has a limit."""
