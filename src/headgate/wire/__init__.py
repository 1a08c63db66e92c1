"""What Headgate knows about bytes: HTTP heads, Azure OpenAI paths, request bodies, streams, usage. No I/O."""
