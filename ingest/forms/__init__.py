"""Recognising which form a page is."""
