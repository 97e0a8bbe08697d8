"""Benchmarks: ratios against peers in the same run. `python3 dev.py bench --help`."""
