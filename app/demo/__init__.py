"""The whole way on sample scans, in a throw-away archive: drop, read, file, find, correct."""

from app.demo.play import run

__all__ = ["run"]
