"""Formats that LibreOffice turns into a Word file: old Word and WPS files, RTF, OpenDocument."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from reportkit.errors import SourceError, one_line
from reportkit.isolation import end

PROGRAMS = ("soffice", "libreoffice")
# A first start with a new profile takes some ten seconds on a slow machine.
SECONDS = 90
MEGABYTES = 4_000
# Bounds the memory and what is written to a file, where the system can, and becomes the program.
_BOUNDED = """
import os, sys
try:
    import resource
    for kind, most in ((resource.RLIMIT_AS, int(sys.argv[1])), (resource.RLIMIT_FSIZE, 200_000_000)):
        above = resource.getrlimit(kind)[1]
        most = most if above == resource.RLIM_INFINITY else min(most, above)
        resource.setrlimit(kind, (most, most))
except (ImportError, OSError, ValueError):
    pass
os.execv(sys.argv[2], sys.argv[2:])
"""


def find_office() -> str | None:
    """Find the path of LibreOffice, None where it is not installed."""
    found = filter(None, map(shutil.which, PROGRAMS))
    # where PATH names the current folder, what stands there is not for us to run
    return next((path for path in found if Path(path).is_absolute()), None)


def to_docx(raw: bytes, suffix: str) -> bytes:
    """Return the same document as a Word file. Raises `SourceError` without LibreOffice, or when it gives none."""
    program = find_office()
    if program is None:
        raise SourceError(
            f"needs LibreOffice to be read; install it, or convert: soffice --convert-to docx FILE{suffix}"
        )
    try:
        with tempfile.TemporaryDirectory(prefix="reportkit-", ignore_cleanup_errors=True) as folder:
            return _convert(program, raw, suffix, folder)
    except (OSError, subprocess.SubprocessError) as error:
        detail = getattr(error, "strerror", None) or one_line(error)
        raise SourceError(
            f"LibreOffice cannot be started ({detail}); make room, or save it as docx"
        ) from None


def _convert(program: str, raw: bytes, suffix: str, folder: str) -> bytes:
    source = Path(folder, f"source{suffix}")
    source.write_bytes(raw)
    profile = Path(folder, "profile").as_uri()
    command = [sys.executable, "-I", "-c", _BOUNDED, str(MEGABYTES * 1_000_000), program]
    command += [f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(source)]
    _run(command, folder)
    target = source.with_suffix(".docx")
    if not target.is_file():
        raise SourceError("LibreOffice could not read it; open it and save it as docx")
    return target.read_bytes()


def _run(command: list[str], folder: str) -> None:
    """Run LibreOffice with its children in a group of their own, so that none is left behind."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise SourceError(f"LibreOffice takes more than {SECONDS} seconds for it; save it as docx") from None
    finally:
        end(process)
