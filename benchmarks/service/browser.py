"""As much of a browser as the simulated inspectors need: one connection, kept open, and cookies.

Written out on asyncio, because the load comes from the same two cores as the service.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http.cookies import SimpleCookie


class NoAnswer(Exception):
    """The connection was refused or broke; whether the request was taken is not known."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Browser:
    """One person's connection to the service, from an address of their own."""

    def __init__(self, port: int, address: str, patience: float = 10.0) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self._address = address
        self._patience = patience
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send a request and wait for its answer. Raises NoAnswer."""
        try:
            async with asyncio.timeout(self._patience):
                return await self._ask(method, path, body, headers or {})
        except (
            OSError,
            TimeoutError,
            asyncio.IncompleteReadError,
            ValueError,
            IndexError,  # half an answer
        ) as error:
            self.close()
            raise NoAnswer(type(error).__name__) from None

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def _ask(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> Answer:
        kept = self._streams is not None and not self._streams[0].at_eof()
        if not kept:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        assert self._streams is not None
        reader, writer = self._streams
        writer.write(self._head(method, path, body, headers) + body)
        await writer.drain()
        answer = await _read(reader)
        for line in answer.headers.get("set-cookie", "").split("\n"):
            for name, item in SimpleCookie(line).items():
                self.cookies[name] = item.value
        if answer.headers.get("connection", "").lower() == "close":
            self.close()
        return answer

    def _head(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: localhost:{self.port}",
            f"X-Forwarded-For: {self._address}",
            "Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "\r\n"]).encode()


async def _read(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    for line in head[1:]:
        name, found, value = line.partition(":")
        if found:
            name = name.lower()
            value = value.strip()
            headers[name] = f"{headers[name]}\n{value}" if name in headers else value
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Answer(int(head[0].split(" ")[1]), headers, body)
