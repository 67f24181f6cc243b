"""How well and how fast the archive is searched."""
