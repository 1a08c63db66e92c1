"""Listening sockets and their protocol: strict framing, backpressure, deadlines."""
