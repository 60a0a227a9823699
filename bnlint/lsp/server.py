"""When the editor's documents are analysed, and what is answered from the results.

Analyses run one at a time on a thread of their own, a moment after the last key stroke; the server answers meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer

from bnlint import __version__
from bnlint.lsp import answers, documents, looking
from bnlint.lsp.documents import Document, Text
from bnlint.lsp.looking import Checked
from bnlint.project import ttl_cache
from bnlint.results.baseline import BaselineError
from bnlint.settings import loading
from bnlint.settings.loading import Settings
from bnlint.sources import files

_log = logging.getLogger(__name__)

_PAUSE = 0.3
"""Seconds without a key stroke after which an analysis begins."""
_PYTHON = "python"
_WATCHED = (
    "bnlint.toml .bnlint.toml pyproject.toml setup.cfg setup.py tox.ini .flake8 .gitignore "
    "requirements*.txt environment*.{yml,yaml} Pipfile *.lock *baseline*.json"
)
"""Files that say how, and for which Keras, a project is judged: patterns, separated by blanks."""


class Server(LanguageServer):
    """The language server: open documents, and what was found in them."""

    def __init__(self) -> None:
        cells = [types.NotebookCellLanguage(_PYTHON)]
        super().__init__(
            "bnlint",
            __version__,
            # Whole texts: pygls applies changes by str.splitlines, which sees more line ends than editors do.
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
            notebook_document_sync=types.NotebookDocumentSyncOptions(
                [types.NotebookDocumentFilterWithCells(notebook="*", cells=cells)], save=True
            ),
        )
        self._analyses: dict[str, asyncio.Task[None]] = {}
        self._checked: dict[str, Checked] = {}
        self._complaints: set[str] = set()
        self._editors: Mapping[str, Any] = {}
        self._isolated = False
        self._shut_down = False
        self._thread = ThreadPoolExecutor(1, "bnlint")

    def greet(self, options: object) -> None:
        """Take what an editor says when it starts the server.

        Args:
            options: ``{"settings": {...}, "isolated": true}``: keys as in ``[tool.bnlint]``, and whether the project's
                own configuration is left out, as by ``--isolated``.
        """
        given = _table(options)
        self._editors = _table(given.get("settings"))
        self._isolated = given.get("isolated") is True

    def configure(self, settings: object) -> None:
        """Take settings that were changed in the editor.

        Args:
            settings: ``{"bnlint": {...}}``; those of others say nothing.
        """
        given = _table(settings)
        if "bnlint" in given:
            self._editors = _table(given["bnlint"])
            self.analyse_all_soon()

    def watch(self) -> None:
        """Ask an editor that can to tell when files change that say how a project is judged."""
        workspace = self.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace else None
        if watching and watching.dynamic_registration:
            watchers = [types.FileSystemWatcher(f"**/{pattern}") for pattern in _WATCHED.split()]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            self.client_register_capability(types.RegistrationParams([types.Registration(method, method, options)]))

    def reread(self) -> None:
        """Analyse all documents by what the project says now; what is still wrong with that is said again."""
        self._complaints.clear()
        self.analyse_all_soon()

    def shut_down(self) -> None:
        """Take notice that the editor will end the server."""
        self._shut_down = True

    @property
    def exit_code(self) -> int:
        """What the protocol has the process exit with: 1 for an end that nobody asked for."""
        return 0 if self._shut_down else 1

    def analyse_soon(self, uri: str, pause: float = _PAUSE) -> None:
        """Analyse a document after a pause; a later request replaces an earlier one.

        Args:
            uri: a file or a notebook.
            pause: in seconds.
        """
        if uri in self._analyses:
            self._analyses[uri].cancel()
        self._analyses[uri] = asyncio.get_running_loop().create_task(self._analyse(uri, pause))

    def analyse_all_soon(self) -> None:
        """Analyse all documents anew: what was saved may be what they import."""
        ttl_cache.forget()
        for uri in list(self._analyses):
            self.analyse_soon(uri)

    def forget(self, uri: str) -> None:
        """Take back what was said about a closed document."""
        if uri in self._analyses:
            self._analyses.pop(uri).cancel()
        self._take_back(uri)

    def _take_back(self, uri: str) -> None:
        checked = self._checked.pop(uri, None)
        for part in checked.document.parts if checked else ():
            self._publish(Text(part.origin.uri, None, ""), [])

    def checked(self, uri: str) -> Checked | None:
        """Return what was found in a text document, None while that is not known for its present text."""
        notebook = self.workspace.get_notebook_document(cell_uri=uri)
        checked = self._checked.get(notebook.uri if notebook else uri)
        for part in checked.document.parts if checked else ():
            if part.origin.uri == uri and part.origin.text == self.workspace.get_text_document(uri).source:
                return checked
        return None

    async def settled(self, uri: str) -> Checked | None:
        """Return what was found in a text document once its present text is analysed, None if nothing came of it."""
        notebook = self.workspace.get_notebook_document(cell_uri=uri)
        name = notebook.uri if notebook else uri
        while (running := self._analyses.get(name)) is not None and not running.done():
            await asyncio.wait({running})
        return self.checked(uri)

    async def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """Return what the editor may offer at a range; to try the fixes takes analyses, so they run on the thread."""
        kinds = [kind for kind in (answers.QUICK_FIX, answers.FIX_ALL) if answers.asked_for(params, kind)]
        checked = await self.settled(params.text_document.uri) if kinds else None
        if checked is None:
            return []
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, _actions, checked, params, kinds, _takes_versions(self)
        )

    async def _analyse(self, uri: str, pause: float) -> None:
        await asyncio.sleep(pause)
        try:
            document = self._document(uri)
            chosen = self._settings(document.source.path) if document else None
            if document is None or chosen is None:
                self._take_back(uri)  # it is still open, and what leaves it out may change
                return
            loop = asyncio.get_running_loop()
            units = self.workspace.position_codec.client_num_units
            checked = await loop.run_in_executor(self._thread, looking.look, document, units, chosen)
            with self._complaining():
                if checked is not None and checked.complaint is not None:
                    raise checked.complaint
        except Exception:
            _log.exception("cannot analyse %s", uri)
            return
        before = self._checked.get(uri)
        if checked is None and before is not None:
            return  # half a statement: the editor moves what was said before with the text
        checked = checked or Checked(document, [], [], units, chosen)
        self._checked[uri] = checked
        texts = {part.origin.uri: part.origin for each in (before, checked) if each for part in each.document.parts}
        diagnostics = answers.diagnostics(checked)
        for name, text in texts.items():
            self._publish(text, diagnostics.get(name, []))

    def _publish(self, text: Text, diagnostics: list[types.Diagnostic]) -> None:
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(text.uri, diagnostics, text.version))

    def _document(self, uri: str) -> Document | None:
        """Return what the editor holds, None if that is nothing to analyse."""
        path = uris.to_fs_path(uri) if uri.startswith("file:") else None
        notebook = self.workspace.get_notebook_document(notebook_uri=uri)
        if notebook is not None:
            return documents.of_cells(path or f"<{uri}>", self._cells(notebook))
        text = self.workspace.get_text_document(uri)
        if text.language_id not in (None, "", _PYTHON):
            return None
        return documents.of_text(path or f"<{uri}>", Text(uri, text.version, text.source))

    def _cells(self, notebook: types.NotebookDocument) -> Iterator[Text]:
        for cell in notebook.cells:
            text = self.workspace.text_documents.get(cell.document)
            if cell.kind == types.NotebookCellKind.Code and text is not None and text.language_id == _PYTHON:
                yield Text(cell.document, text.version, text.source)

    def _settings(self, path: str) -> Settings | None:
        """Return what the command would use for a file; None if it leaves the file out."""
        is_file = os.path.isabs(path)
        chosen = Settings()
        with self._complaining():
            chosen = chosen if self._isolated else loading.load(Path(path).parent if is_file else Path())
        with self._complaining():
            chosen = loading.with_editors(chosen, self._editors, self._folder(path) or Path())
        if is_file and files.is_left_out(path, chosen.exclude, chosen.directory, chosen.respect_gitignore):
            return None
        inside = not self._folders() or self._folder(path) is not None
        chosen = chosen.of(path)
        return chosen if inside else replace(chosen, follow_imports=False)

    @contextmanager
    def _complaining(self) -> Iterator[None]:
        """Say once what is wrong with settings, and with the baseline that they name."""
        try:
            yield
        except (loading.SettingsError, BaselineError) as error:
            if str(error) not in self._complaints:
                self._complaints.add(str(error))
                self.window_show_message(types.ShowMessageParams(types.MessageType.Error, f"bnlint: {error}"))

    def _folders(self) -> list[Path]:
        folders = [uris.to_fs_path(uri) for uri in self.workspace.folders] or [self.workspace.root_path]
        return [Path(folder) for folder in folders if folder]

    def _folder(self, path: str) -> Path | None:
        """Return the open folder that a file lies in."""
        whole = Path(os.path.abspath(path))
        return next((folder for folder in self._folders() if whole.is_relative_to(folder)), None)


def _table(value: object) -> Mapping[str, Any]:
    """Return what an editor sent, as a table; editors send lists and null where there is nothing."""
    return value if isinstance(value, Mapping) else {}


def _actions(
    checked: Checked, params: types.CodeActionParams, kinds: Sequence[str], versioned: bool
) -> list[types.CodeAction]:
    quick = answers.actions(checked, params, versioned) if answers.QUICK_FIX in kinds else []
    return [*quick, *(answers.fix_all(checked, versioned) if answers.FIX_ALL in kinds else ())]


def make_server() -> Server:
    """Return a server with its features registered."""
    server = Server()

    @server.feature(types.INITIALIZE)
    def greeted(params: types.InitializeParams) -> None:
        server.greet(params.initialization_options)

    @server.feature(types.INITIALIZED)
    def ready(_: types.InitializedParams) -> None:
        server.watch()

    @server.feature(types.SHUTDOWN)
    def ended(_: None) -> None:
        server.shut_down()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def project_changed(_: types.DidChangeWatchedFilesParams) -> None:
        server.reread()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configured(params: types.DidChangeConfigurationParams) -> None:
        server.configure(params.settings)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        server.analyse_soon(params.text_document.uri, 0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        server.analyse_soon(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(_: types.DidSaveTextDocumentParams) -> None:
        server.analyse_all_soon()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.forget(params.text_document.uri)

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def notebook_opened(params: types.DidOpenNotebookDocumentParams) -> None:
        server.analyse_soon(params.notebook_document.uri, 0)

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def notebook_changed(params: types.DidChangeNotebookDocumentParams) -> None:
        server.analyse_soon(params.notebook_document.uri)

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_SAVE)
    def notebook_saved(_: types.DidSaveNotebookDocumentParams) -> None:
        server.analyse_all_soon()

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def notebook_closed(params: types.DidCloseNotebookDocumentParams) -> None:
        server.forget(params.notebook_document.uri)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        checked = server.checked(params.text_document.uri)
        return answers.hover(checked, params.text_document.uri, params.position) if checked else None

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[answers.QUICK_FIX, answers.FIX_ALL])
    )
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        return await server.actions(params)

    return server


def _takes_versions(server: Server) -> bool:
    workspace = server.client_capabilities.workspace
    return bool(workspace and workspace.workspace_edit and workspace.workspace_edit.document_changes)
