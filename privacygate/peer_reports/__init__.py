"""Baselines and reports of other secret scanners: what a team accepted there, or was shown."""
