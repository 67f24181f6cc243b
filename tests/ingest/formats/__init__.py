"""What the formats promise: every kind of file comes out as the paper it shows."""
