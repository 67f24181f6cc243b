"""Values as they are written on paper: parsed into one normal form, and checked."""
