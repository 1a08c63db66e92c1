"""Rules: chatbots."""
