"""Puts files into a new newsroom's folder, never over what is there."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from digest.errors import DigestError


def claim(folder: Path) -> None:
    """Make the folder, or refuse one that is a file or holds anything."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise DigestError("is not empty: name a new folder for the newsroom", subject=str(folder))
    except FileExistsError as error:
        raise DigestError("is a file: name a new folder for the newsroom", subject=str(folder)) from error
    except OSError as error:
        raise _unwritable(folder, error) from error


def write(path: Path, data: bytes, mode: int = 0o644) -> None:
    """A new file with this content; its mode is set before anything is in it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(data)
    except OSError as error:
        raise _unwritable(path, error) from error


def write_secrets(folder: Path) -> None:
    """secrets.env, readable by its owner only, with a signing key and a pepper made now."""
    text = (
        "# Kept out of digest.toml and out of version control. A copy belongs in the newsroom's safe.\n"
        "# DIGEST_SECRETS signs the links in mails: to change it put a new key before the old one,\n"
        '# "k2:new,k1:old", because links in mails already sent must go on working.\n'
        f"DIGEST_SECRETS=k1:{secrets.token_urlsafe(32)}\n"
        "# DIGEST_PEPPER keys the hashes of addresses that opted out. It never changes.\n"
        f"DIGEST_PEPPER={secrets.token_urlsafe(32)}\n"
        "# DIGEST_SMTP_PASSWORD=\n"
        "# SENDGRID_API_KEY=\n"
    )
    write(folder / "secrets.env", text.encode("utf-8"), mode=0o600)


def _unwritable(path: Path, error: OSError) -> DigestError:
    return DigestError(f"cannot be written: {error.strerror}", subject=str(path))
