"""The truth: originals, journal, customers, files, documents and every correction."""
