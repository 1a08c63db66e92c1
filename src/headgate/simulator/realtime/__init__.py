"""Realtime conversations over WebSocket: text and sound both ways, turns, interruptions, function calls."""
