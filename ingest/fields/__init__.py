"""Finding the values on a form, typed and checked."""
