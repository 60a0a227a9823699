"""Opens a page in a real Chromium, without a window, and returns what it became."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

_OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--dump-dom")
_OUT = re.compile(r'<pre id="out">(.+?)</pre>', re.DOTALL)


def measured(page: Path) -> Any:
    """Return what a page writes into its ``<pre id="out">``, as JSON.

    Args:
        page: the file; its folder gets Chromium's profile.
    """
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert chromium is not None, "no Chromium on the path (Debian: apt-get install chromium)"
    profile = f"--user-data-dir={page.parent / 'profile'}"
    done = subprocess.run(
        (chromium, *_OPTIONS, profile, "--window-size=1400,1000", "--virtual-time-budget=5000", page.as_uri()),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found = _OUT.search(done.stdout)
    assert found is not None, done.stdout[-2000:] + done.stderr[-2000:]
    return json.loads(html.unescape(found[1]))
