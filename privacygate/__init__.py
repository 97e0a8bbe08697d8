"""privacygate: the gate that code and text pass before they leave a team's hands."""
