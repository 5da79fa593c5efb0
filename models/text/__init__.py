"""Scripts, digits, numerals and units of Bangla and English, for speech and translation.

Come in by `numbers`, `script`.
"""
