"""Parts of the system that tests stand on: missing ones skip a test here, and fail it in CI."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Ends the test: nothing is skipped in CI for a missing part."""
    words = f"{what} is not on this machine (`./run install` puts it there where it may)"
    if os.environ.get("CI") == "true":
        pytest.fail(words)
    pytest.skip(words)
