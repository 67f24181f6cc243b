"""What persons' answers teach: which print makes which type, whose values are whose, what is sure.

Pure: examples in, evidence and thresholds out; who keeps them is not known here.
"""
