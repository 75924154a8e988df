"""Extractions made before: what ``reportkit extract`` wrote, read back strictly."""

from reportkit.saved.read import SUFFIXES, read_saved

__all__ = ["SUFFIXES", "read_saved"]
