"""Voice messages written down: a file for each kind of listener."""
