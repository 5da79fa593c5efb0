"""Settings of one person: one file for each thing that may be set.

Come in by one function for each file, named like the file.
"""
