"""References that the machine proposes, and what persons say of them."""
