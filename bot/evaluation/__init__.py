"""How often answers are right, wrong, doubted or not given, measured with known ones."""
