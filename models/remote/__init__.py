"""Remote engines: the same surface in a child process or on another machine.

Come in by `subprocess_engine`, `http_engine`.
"""
