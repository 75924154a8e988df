"""Bytes to text: files and standard input become sources."""

from reportkit.source.read import Reading, read_source, read_sources

__all__ = ["Reading", "read_source", "read_sources"]
