"""Extractions on paper: documents, YAML, JSON, JSON Lines, tables, the schema, and the writing of files."""
