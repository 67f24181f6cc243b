"""Forms laid out at random: no layout of theirs was there when the extraction was written.

A form is a stack of blocks; each block draws its kind, measures, and habits by chance, so that
every seed has layouts of its own.
"""
