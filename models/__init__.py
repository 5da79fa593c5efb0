"""What the machine can do with a picture, a text or a sound. Knows nothing of chats."""
