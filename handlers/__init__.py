"""What a person can do in a chat: one file for each thing."""
