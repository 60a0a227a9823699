"""A small client of the language server protocol, for tests that drive real servers over standard input and output."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_PATIENCE = 60
"""Seconds after which a server is taken for dead."""

Message = dict[str, Any]


class Client:
    """Speaks to one server.

    Args:
        command: starts it.
        folder: the workspace.
    """

    def __init__(self, command: list[str], folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self._received: queue.Queue[Message | None] = queue.Queue()
        self.kept: list[Message] = []
        self.asked: list[Message] = []
        self._number = 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        while header := self.process.stdout.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                header = self.process.stdout.readline()
            self._received.put(json.loads(self.process.stdout.read(length)))
        self._received.put(None)

    def _send(self, message: Message) -> None:
        assert self.process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def notify(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def request(self, method: str, params: Any) -> Any:
        """Return the result of a request."""
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        answer = self.wait(lambda message: message.get("id") == number and "method" not in message)
        assert "error" not in answer, answer
        return answer["result"]

    def wait(self, wanted: Callable[[Message], bool]) -> Message:
        """Return the next message that is wanted; the others are kept for later."""
        for message in self.kept:
            if wanted(message):
                self.kept.remove(message)
                return message
        while True:
            message_or_end = self._received.get(timeout=_PATIENCE)
            assert message_or_end is not None, "the server ended"
            if "id" in message_or_end and "method" in message_or_end:  # what servers ask is answered, or they wait
                self.asked.append(message_or_end)
                settings = message_or_end["method"] == "workspace/configuration"
                self._send({"id": message_or_end["id"], "result": [{}] if settings else None})
            elif wanted(message_or_end):
                return message_or_end
            else:
                self.kept.append(message_or_end)

    def diagnostics(self, uri: str, version: int | None = None) -> list[Message]:
        """Return the next diagnostics of a document (of one version of it)."""
        return list(self.wait(lambda message: _published(message, uri, version))["params"]["diagnostics"])

    def publications(self, uri: str, version: int) -> list[Message]:
        """Return all that was published of a document up to one version of it, and not asked for yet."""
        last = self.wait(lambda message: _published(message, uri, version))["params"]
        earlier = [message["params"] for message in self.kept if _published(message, uri, None)]
        return [*earlier, last]

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str) -> str:
        """Open a document that need not be saved; return its address."""
        uri = self.uri(name)
        document = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        return uri

    def change(self, uri: str, version: int, text: str) -> None:
        document = {"uri": uri, "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})


def _published(message: Message, uri: str, version: int | None) -> bool:
    said = message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri
    return said and version in (None, message["params"].get("version"))


@contextmanager
def running(
    command: list[str],
    folder: Path,
    capabilities: Message | None = None,
    settings: Message | None = None,
    options: Any = None,
    shut_down: bool = True,
) -> Iterator[Client]:
    """Start a server, greet it, and end it by the protocol.

    Args:
        command: the arguments of this Python.
        folder: the workspace.
        capabilities: what the client says it can.
        settings: sent after the greeting.
        options: sent with the greeting.
        shut_down: as the protocol wants it; else the server says by its exit code that it was not.
    """
    client = Client([sys.executable, *command], folder)
    try:
        client.request(
            "initialize",
            {
                "processId": None,
                "rootUri": folder.as_uri(),
                "workspaceFolders": [{"uri": folder.as_uri(), "name": "folder"}],
                "capabilities": capabilities or {},
                "initializationOptions": options,
            },
        )
        client.notify("initialized", {})
        if settings is not None:
            client.notify("workspace/didChangeConfiguration", {"settings": settings})
        yield client
        if shut_down:
            client.request("shutdown", None)
        client.notify("exit", None)
        assert client.process.wait(_PATIENCE) == (0 if shut_down else 1)
    finally:
        client.process.kill()
        client.process.communicate()
