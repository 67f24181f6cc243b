"""How well papers are understood once they are read: values, types, piles, real forms.

`python -m bench.forms --help`. Every section renders new documents with a new seed, unless one is
given, and prints its aim beside its figure.
"""
