"""Monitoring: counters, traces, health page, logs, crash reports.

Come in by `stats`.
"""
