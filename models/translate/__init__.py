"""Translation between English and Bangla, and the guard that keeps numbers and names."""
