"""Writes and removes plain git hooks, for people who do not use pre-commit."""
