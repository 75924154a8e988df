"""Formats that LibreOffice turns into a Word file: old Word and WPS files, RTF, OpenDocument."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from reportkit.errors import SourceError

PROGRAMS = ("soffice", "libreoffice")
# A first start with a new profile takes some ten seconds on a slow machine.
SECONDS = 90


def find_office() -> str | None:
    """The path of LibreOffice, None where it is not installed."""
    places = [
        place for place in os.get_exec_path() if Path(place).is_absolute()
    ]  # never in the current folder
    path = os.pathsep.join(places)
    return next((found for name in PROGRAMS if (found := shutil.which(name, path=path))), None)


def to_docx(raw: bytes, suffix: str) -> bytes:
    """The same document as a Word file. Raises `SourceError` without LibreOffice, or when it gives none."""
    program = find_office()
    if program is None:
        raise SourceError(
            f"needs LibreOffice to be read; install it, or convert: soffice --convert-to docx FILE{suffix}"
        )
    with tempfile.TemporaryDirectory(prefix="reportkit-") as folder:
        source = Path(folder, f"source{suffix}")
        source.write_bytes(raw)
        profile = Path(folder, "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
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
        if process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()
