"""The customers: known by number, value and name; what is known of each, since when, from where."""
