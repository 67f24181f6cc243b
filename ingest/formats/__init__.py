"""Opening what was scanned: one upright question, which pages does this file have."""
