"""For teams that come from gitleaks: its configuration, its list of ignored results, and its program."""
