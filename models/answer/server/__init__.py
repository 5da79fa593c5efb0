"""What passes between us and a server that answers."""
