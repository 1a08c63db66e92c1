"""How a set-up is wired: private endpoints and their names, networks and their filters, the route to the gateway."""
