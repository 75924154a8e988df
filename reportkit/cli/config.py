"""``reportkit config``: what is set, and where."""

from __future__ import annotations


def config() -> None:
    """Print what applies here, and where each setting comes from.

    Settings stand in reportkit.toml, or in pyproject.toml below [tool.reportkit], in the current folder or one above
    it, and in reportkit/reportkit.toml in the folder of your settings. The nearest wins; the environment and the
    command line are over them all.

    Example: reportkit config
    """
    import os

    from reportkit.cli.configured import KEYS, RULES_VARIABLE, read_configuration
    from reportkit.cli.screen import screen_for
    from reportkit.language import VARIABLE, _
    from reportkit.output.columns import render_columns
    from reportkit.output.write import write_output

    heads = ("setting", "value", "from")
    found = read_configuration()
    rows = []
    for key in KEYS:
        variable = {"lang": VARIABLE, "rules": RULES_VARIABLE}.get(key)
        if variable and (value := os.environ.get(variable)):
            rows.append((key, value, variable))
        elif key in found.values:
            rows.append((key, str(found.values[key]), found.origins[key]))
        else:
            rows.append((key, "–", _("not set")))
    screen = screen_for(None)
    write_output(render_columns(heads, rows, screen), coloured=screen is not None)
