"""Trial page in a browser.

Come in by `page`.
"""
