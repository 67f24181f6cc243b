"""What came in and how far it is: every scan, every page, every failure."""
