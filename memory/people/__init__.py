"""People: preferences, roles, companions, errands, conversation.

Come in by one class for each file.
"""
