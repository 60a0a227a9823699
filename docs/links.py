"""A Sphinx extension: each code of a rule in a sentence or a table is a link to the rule's page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from bnlint.rules import CODES

_CODE = re.compile(r"\b(BNL\d{3})\b")
_LEFT_ALONE = (nodes.reference, nodes.title, nodes.literal, nodes.literal_block, nodes.FixedTextElement, pending_xref)
"""Text in these is a link already, a heading, or code."""


class LinkedCodes(SphinxTransform):
    """Makes the links, before Sphinx looks where links lead."""

    default_priority = 500

    def apply(self, **_: object) -> None:
        """Replace the texts of a page that name rules."""
        for text in list(self.document.findall(nodes.Text)):
            if _CODE.search(text) and not any(isinstance(node, _LEFT_ALONE) for node in _around(text)):
                text.parent.replace(text, list(self._parts(text)))

    def _parts(self, text: nodes.Text) -> Iterator[nodes.Node]:
        """Yield a text in pieces, the codes among them as links; a page does not link to itself."""
        for number, part in enumerate(_CODE.split(str(text))):
            if number % 2 and part in CODES and self.env.docname != f"rules/{part}":
                link = pending_xref(
                    "",
                    nodes.inline("", part),
                    refdomain="std",
                    reftype="doc",
                    reftarget=f"/rules/{part}",
                    refdoc=self.env.docname,
                    refexplicit=True,
                    refwarn=True,
                )
                yield link
            elif part:
                yield nodes.Text(part)


def _around(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_transform(LinkedCodes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
