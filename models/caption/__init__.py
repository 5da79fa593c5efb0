"""What a picture shows: a file for each kind of captioner."""
