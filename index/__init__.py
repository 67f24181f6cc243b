"""The write side of the full-text index, a projection of the records."""
