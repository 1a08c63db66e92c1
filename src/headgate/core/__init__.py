"""The nouns of Headgate as frozen values, and the ports to the world outside.

Nothing here reads a clock, opens a socket or draws a random number: those arrive as values or through a port.
"""
