"""The service's log: one JSON object a line, and nothing in it that a person wrote.

Our own lines say what is in their `fields`. Of what libraries log only the name of the
logger and the pattern of the message are kept, for the values in it may be an address that
was typed or the answer in a row; of an exception its type and the places it went through.
"""

from __future__ import annotations

import datetime
import json
import logging
import traceback
from typing import Any

OWN = "probata"


class JsonLines(logging.Formatter):
    """time, level, logger, and what is safe of the rest."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        told: dict[str, Any] = {
            "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.split(".")[0] == OWN:
            told["message"] = record.getMessage()
            told |= getattr(record, "fields", {})
        elif record.name.startswith("gunicorn") and record.module == "arbiter":
            told["message"] = record.getMessage()  # of processes and signals alone
        elif record.args:
            told["message"] = str(record.msg)
        told |= _request_id(record)
        if record.exc_info and record.exc_info[1] is not None:
            told["exception"] = exception_places(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False)


def _request_id(record: logging.LogRecord) -> dict[str, str]:
    """Which request a library complains of, so that its line of the log can be found."""
    told = getattr(getattr(record, "request", None), "id", "")
    return {"request": told} if told else {}


def exception_places(error: BaseException) -> dict[str, Any]:
    """The type of an exception and where it went through; not what it says."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "type": type(error).__qualname__,
        "at": [f"{_short(item.filename)}:{item.lineno} {item.name}" for item in frames],
    }


def _short(path: str) -> str:
    """From the package on."""
    for mark in ("site-packages/", "/src/"):
        if mark in path:
            return path.split(mark)[-1]
    return path.split("/")[-1]
