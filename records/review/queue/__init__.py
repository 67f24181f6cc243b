"""The review queue: what waits for a person, by how much one answer settles, and who is at it."""
