"""A ``# noqa`` comment names a rule that reports nothing there (opt-in).

## What it does
Reports each code of bnlint in a `# noqa` comment that suppresses nothing: the rule finds nothing in the lines that the
comment is about, or there is no such rule. It judges codes that begin with `BNL` and belong to rules that are on,
shown or not; those of other tools, and a `# noqa` without codes, it leaves alone. `bnlint check` and the language
server report it; flake8 does not, as it keeps such comments to itself.

## Why is this bad?
The mistake that the comment was written for is gone, and the comment stays: it says something untrue about the line,
and hides the next mistake that somebody makes there.

## Example
```python
y = bn(x, training=True)  # noqa: BNL101
```

## Use instead
```python
y = bn(x, training=True)
```

## Fix safety
Safe: it takes the code out of the comment, or the comment away. What else the comment says stays.

## References
- [Hide findings](https://bnlint.readthedocs.io/en/latest/suppressions.html)
- What counts is this run: where the same files are also checked for another Keras or another backend, a comment may be
  needed there. Where nothing says which Keras or which backend it is, all of them count.
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import Testimony
from bnlint.rules.base import Report, Rule


def check(_: Testimony) -> Iterator[Report]:
    """Report nothing: no program does it, ``bnlint.analysis.comments`` holds comments against what rules report."""
    return iter(())


RULE = Rule("BNL002", "unneeded-noqa", "# noqa comment that names a rule and suppresses nothing", check, opt_in=True)
