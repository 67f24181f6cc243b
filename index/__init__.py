"""The write side of search: pages become entries, entries become a searchable projection.

The index is a projection of the records and nothing more: it may be deleted at any time and
built again from them. It must lie in a local folder that only the archive writes to, because
its tables of contents are pickles: opening a stranger's index means running a stranger's code.
"""
