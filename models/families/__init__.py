"""Code that several abilities share for one model family.

Come in by one file for each family.
"""
