"""Papers that were perhaps scanned twice (疑似重复): found by index, compared, left to a person."""
