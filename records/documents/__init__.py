"""The documents: filed from what the machine proposes, as they stand, and as they stood."""
