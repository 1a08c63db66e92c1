"""Plans made from published facts: how much provisioned capacity, and in which regions."""
