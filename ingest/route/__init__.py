"""Whose paper is this? Evidence for customers is gathered, weighed and turned into one decision."""
