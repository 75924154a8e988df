"""Bytes to text: files and standard input become a `Source`."""

from reportkit.source.read import read_source

__all__ = ["read_source"]
