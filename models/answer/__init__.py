"""Questions about a picture: a file for each kind of answerer."""
