"""Turning a page image into text with boxes and confidence."""
