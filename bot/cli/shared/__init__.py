"""Parts that several commands use: reports, terminal output.

Come in by `report.guarded`, `terminal`.
"""
