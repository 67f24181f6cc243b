"""Who runs the work, and when."""
