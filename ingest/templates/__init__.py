"""Forms taught by showing one: made from an example, found again on a scan, filled from it.

A template is print that stays and places that change. `print` finds the words that stay, `fit`
lays a template on a page however it was scanned, `fill` reads the places, `make` learns from
examples. Nothing here trains a network; two examples make a better template than one.
"""
