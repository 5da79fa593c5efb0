"""Commands about one photo.

Come in by one file for each command.
"""
