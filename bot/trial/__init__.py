"""A local stand-in for Telegram, and the chat page that speaks to the bot through it."""
