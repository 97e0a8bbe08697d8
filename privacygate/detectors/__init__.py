"""change → matches; one folder per detector, all of the same shape."""
