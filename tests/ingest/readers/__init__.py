"""Readers and what is built on them."""
