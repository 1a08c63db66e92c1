"""Who may do what: role definitions, role assignments, and the access that follows from both.

Names of roles say little: Owner has no data action and may still list the keys. So access is computed from the JSON
of the roles: ``actions`` less ``notActions``, ``dataActions`` less ``notDataActions``, wildcards, every scope above.
"""
