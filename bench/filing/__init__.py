"""A simulated firm: papers arrive, are filed or wait, an archivist answers, and the archive learns.

`python -m bench.filing --seed N` runs one firm through the real code and prints what became of its
papers; `--seeds N --small` tries whether the bounds hold in N small firms.
"""
