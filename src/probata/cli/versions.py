"""The versions of everything that the bytes of a file can depend on."""

from __future__ import annotations

import platform
import re
from importlib.metadata import PackageNotFoundError, requires, version

import probata

# Extras that no output is made with.
_ASIDE = re.compile(r"extra == ['\"](?:dev|browser)['\"]")


def list_versions() -> dict[str, str]:
    """Probata, Python, and the libraries that are installed of those Probata names."""
    found = {"Probata": probata.__version__, "Python": platform.python_version()}
    for line in sorted(requires("probata") or []):
        if _ASIDE.search(line):
            continue
        name = re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0]
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue  # an extra that is not there
    return found
