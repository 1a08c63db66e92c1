"""Reachable by whom: private endpoints, names, networks, and the route to the gateway."""
