"""Understanding of what a person wrote: a command, a value, or which photo is meant.

Pure functions. Come in by `parser`.
"""
