"""What a build has made, kept beside it, so that the next one knows what is its own to replace or remove."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from pathlib import Path

from cq_research.errors import OutputError

FOLDER = ".build"  # in the folder of reports: what the build keeps for itself
_PART = re.compile(r"\.\d{1,10}-[0-9a-f]{12}\.part")


class Ledger:
    """The record of the reports in the folder `out`: title and files of each, and what the last build read.

    A file is only ever removed if this record holds it with the bytes that it has.
    """

    def __init__(self, out: Path):
        self.out = out
        self.path = out / FOLDER / "ledger.json"
        self.made: dict[str, dict] = {}
        self.inputs: dict = {}
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            self.made = {
                name: entry for name, entry in kept["made"].items() if entry.keys() >= {"kind", "title", "files"}
            }
            self.inputs = dict(kept["inputs"])

    def save(self) -> None:
        """Write the record. Raises OutputError where that can't be done."""
        text = json.dumps({"inputs": self.inputs, "made": self.made}, ensure_ascii=False, indent=1, sort_keys=True)
        write(self.path, text.encode())

    def record(self, name: str, entry: dict) -> list[str]:
        """Note that `name` has been made: `entry` holds its kind, subject and title, and its files' hashes.

        What it had before and has no more is removed; returns the files that stay, since someone has changed them.
        """
        stay = self._unlink({f: h for f, h in self.files(name).items() if f not in entry["files"]})
        self.made[name] = entry
        self.save()
        return stay

    def remove(self, name: str) -> list[str]:
        """Remove the files of `name` and forget it; returns the files that stay, since someone has changed them."""
        stay = self._unlink(self.files(name))
        self.made.pop(name, None)
        self.save()
        return stay

    def files(self, name: str) -> dict[str, str]:
        """The files that `name` consists of, relative to the folder of reports, and their hashes."""
        return self.made.get(name, {}).get("files", {})

    def _unlink(self, files: dict[str, str]) -> list[str]:
        stay = []
        for file, digest in files.items():
            path = self.out / file
            if path.is_file():
                if sha256(path) == digest:
                    path.unlink(missing_ok=True)
                else:
                    stay.append(file)
        return stay


def sha256(path: Path) -> str:
    """The SHA-256 of the file at `path`, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write(path: Path, content: bytes) -> None:
    """Write `content` to `path` whole or not at all. Raises OutputError where that can't be done."""
    temporary = path.parent / f".{os.getpid()}-{hashlib.sha256(path.name.encode()).hexdigest()[:12]}.part"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: can't be written ({error.strerror})") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def sweep(out: Path) -> None:
    """Remove what :func:`write` left half-written in the folder `out` when its process was killed."""
    for folder in (out, out / "notebooks", out / FOLDER):
        for path in folder.glob(".*.part"):
            if _PART.fullmatch(path.name):
                path.unlink(missing_ok=True)
