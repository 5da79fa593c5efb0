"""Files that were made to take time, memory or what isn't theirs, and what they may take."""
