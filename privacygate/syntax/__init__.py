"""What the text of a file means in its language."""
