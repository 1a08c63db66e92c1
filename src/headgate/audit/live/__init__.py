"""A set-up as it stands in Azure: read through Resource Manager and Resource Graph, and never changed."""
