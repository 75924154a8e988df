"""From the paragraphs of a report to its indicators."""
