"""The archive as one person may see it: of papers graded above that, nothing is told."""
