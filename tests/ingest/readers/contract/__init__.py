"""One suite over all readers."""
