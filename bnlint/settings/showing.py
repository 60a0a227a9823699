"""The settings in force, as they would stand in a configuration."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from bnlint.settings.loading import Settings

_NO_KEYS = frozenset(("directory", "file", "nested", "disable_noqa", "library"))


def shown(settings: Settings) -> Iterator[str]:
    """Yield the lines of a ``[tool.bnlint]`` that says the same, and where the settings come from.

    Args:
        settings: what the user set.
    """
    yield f"# {settings.file}" if settings.file is not None else "# no configuration"
    yield "[tool.bnlint]"
    values = {field.name: getattr(settings, field.name) for field in fields(Settings)}
    values["per_file_ignores"] = dict(settings.per_file_ignores)
    values["per_file_keras"] = dict(settings.per_file_keras)
    values["required_version"] = settings.required_version or None
    for name, value in values.items():
        if name not in _NO_KEYS and value is not None:
            yield f"{name.replace('_', '-')} = {_toml(value)}"
    for row in settings.library:
        yield f"# [[tool.bnlint.library]] {row.name}"


def _toml(value: Any) -> str:
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    if isinstance(value, frozenset):
        value = sorted(value)
    if isinstance(value, dict):
        return f"{{{', '.join(f'{json.dumps(key)} = {_toml(item)}' for key, item in value.items())}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(str(value))
