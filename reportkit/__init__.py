"""Read the numbers out of Chinese work reports, each with its name, unit, period and source."""

__version__ = "0.1.0"
