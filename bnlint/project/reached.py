"""Parts of a project's files that a walk has come to, and of classes among them the members that it asks for."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.project.parts import Part


class Reached:
    """Parts that were come to; of a class a member is one when its name is asked for."""

    def __init__(self) -> None:
        self.parts: set[Part] = set()
        self._waiting: list[Part] = []
        self._asked: set[str] = set()
        self._idle: dict[str, list[Part]] = {}
        """Members of classes that were come to, which nobody has asked for so far."""

    def add(self, *parts: Part) -> None:
        """Add parts, and of classes the members that are asked for."""
        for part in parts:
            if part in self.parts:
                continue
            self.parts.add(part)
            self._waiting.append(part)
            for name, members in part.members.items():
                for member in members:
                    if self.asks_for(part, name, member):
                        self.add(member)
                    else:
                        self._idle.setdefault(name, []).append(member)

    def ask(self, names: frozenset[str]) -> None:
        """Add the members of some names, and those of classes that are come to later."""
        new = names - self._asked
        self._asked |= new
        for name in new & self._idle.keys():
            self.add(*self._idle.pop(name))

    def asks_for(self, cls: Part, name: str, member: Part) -> bool:
        """Whether a member of a class may run.

        Args:
            cls: the class.
            name: the member's.
            member: itself.
        """
        return name in self._asked

    def each(self) -> Iterator[Part]:
        """Yield each part once, those among them that are added meanwhile."""
        while self._waiting:
            yield self._waiting.pop()
