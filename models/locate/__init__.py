"""Where things are in a picture: a file for each kind of locator."""
