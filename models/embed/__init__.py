"""Pictures and texts in one space: search, and labels without training."""
