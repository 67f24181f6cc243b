"""The read side: what a person types, and what is found."""
