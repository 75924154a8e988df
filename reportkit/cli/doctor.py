"""``reportkit doctor``: which formats can be read here, and what is missing for the others."""

from __future__ import annotations


def doctor() -> None:
    """Print which formats can be read here, what is missing for the others, and where rules are kept.

    Example: reportkit doctor
    """
    from reportkit.cli.screen import write_lines
    from reportkit.installation import install_command
    from reportkit.language import _, translate
    from reportkit.rules.cache import describe_cache
    from reportkit.source.formats import FORMS
    from reportkit.source.office import find_office
    from reportkit.source.read import missing_packages

    office = find_office()
    lines = []
    for key, form in FORMS.items():
        missing = missing_packages("docx" if form.office else key)
        wants = [f"{', '.join(missing)}: {install_command('docs')}"] if missing else []
        wants += ["LibreOffice (soffice)"] if form.office and office is None else []
        with_office = " through LibreOffice" if form.office and not wants else ""
        state = f"needs {'; '.join(wants)}" if wants else f"works{with_office}"
        lines.append(f"{' '.join(form.suffixes):<26} {translate(state)}")
    found = office or _("not found")
    lines += ["", f"LibreOffice: {found}", translate(f"rules are kept in: {describe_cache()}")]
    write_lines(lines)
