"""What stands around a resource: who may call (Entra), who manages (Resource Manager), secrets, groups."""
