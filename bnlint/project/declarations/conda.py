"""conda's match specifications (https://docs.conda.io/projects/conda-build/en/stable/resources/package-spec.html)."""

from __future__ import annotations

import re

from bnlint.project.declarations.claims import NAME, normalised

_SPECIFICATION = re.compile(
    rf"(?:[\w.:/-]+::)?(?P<name>{NAME}|tensorflow-(?:base|eigen|mkl)|python)(?:\[[^\]]*\])?"
    r"(?P<specifier>[ \t]*[=<>!~\d][^\"'#;]*)?",
    re.IGNORECASE,
)
_VARIANTS = ("tensorflow-base", "tensorflow-eigen", "tensorflow-mkl")
_MAX_LENGTH = 200


def specification(text: str) -> tuple[str, str] | None:
    """Return package and version specifier, as PEP 440 writes it, of an entry; None when it is none that matters."""
    match = _SPECIFICATION.fullmatch(text.strip()) if len(text) <= _MAX_LENGTH else None
    if match is None:
        return None
    name = normalised(match["name"])
    specifier = _specifier(match["specifier"] or "")
    if name == "python":
        return (name, specifier) if specifier else None
    return "tensorflow" if name in _VARIANTS else name, specifier


def _specifier(text: str) -> str:
    """Translate ``=2.10``, ``=2.10.0=py39_0``, ``2.10.*``."""
    text = text.strip()
    single = re.match(r"=?\s*(\d[\w.]*\*?)(?:\s*=.*|\s+\S+)?$", text)
    if single is None:
        return text.replace(" ", "")
    version = single[1]
    exact = text.count("=") >= 2 or not text.startswith("=")
    return f"=={version}" if exact or version.endswith("*") else f"=={version}.*"
