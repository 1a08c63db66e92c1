"""The readiness audit: evidence in, one graph of the set-up, rules over it, findings out.

``collect`` reads what describes a set-up, ``graph`` holds it in one shape, ``rules`` judge it, ``report`` tells it.
Nothing here needs a network or the libraries of the gate.
"""
