"""Access control, and the first words of a chat.

Come in by `gate`.
"""
