"""How well and how fast pages are read, beside other programmes: `python -m bench.reading`."""
