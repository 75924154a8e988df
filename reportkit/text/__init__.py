"""Tools on text that every stage may use: alignment, blocks, numerals, words."""
