"""What a form brings: who sends it, the numbers in it, the page to go back to."""

from __future__ import annotations

from starlette.requests import Request

from digest.desk.app import MAX_NAME, Form, editor_of
from digest.errors import DigestError


def signer(request: Request, form: Form) -> str:
    """The editor's name: the one signed in; without sign_in the form's, else the one this browser gave.

    DigestError when nobody said a name.
    """
    if request.state.signs_in:
        return editor_of(request)
    name = form.get("by", "").strip()[:MAX_NAME] or editor_of(request)
    if not name:
        raise DigestError("say who you are first: your name stands beside what you do")
    return name


def number(form: Form, name: str) -> int | None:
    """The field's number, 0 or more; None when it holds anything else."""
    value = form.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 18 else None


def is_ours(path: str) -> bool:
    """A path of ours: no scheme, no host, no trick with slashes."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
