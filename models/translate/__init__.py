"""Translation between English and Bangla, under a guard that keeps numbers and names.

Come in by `guard`; a provider is a file of `providers`.
"""
