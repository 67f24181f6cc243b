"""What persons say about documents: put in force, taken back, never erased."""
