"""Parts that several commands use: reports, download sizes, proxies, terminal output.

Come in by `report.guarded`, `terminal`.
"""
