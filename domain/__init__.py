"""What the archive talks about: frozen types and pure rules, no input or output."""
