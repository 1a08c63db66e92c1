"""WebSocket, for realtime conversations and for responses: the handshake, the frames, the pace."""
