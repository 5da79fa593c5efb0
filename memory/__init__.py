"""What is remembered: updates, chats, photos. Knows nothing of models or of Telegram's classes."""
