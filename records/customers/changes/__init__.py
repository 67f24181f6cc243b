"""Customers as a whole: merged, split, withdrawn, each by a person, each with its undo."""
