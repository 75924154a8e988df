"""``python -m reportkit`` is the command ``reportkit``."""

from reportkit.cli.main import main

if __name__ == "__main__":
    main()
