"""`file:` feeds: the sample newsroom's, and only below the newsroom's own folder."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from digest.errors import FetchFailed, FetchRefused
from digest.gather.fetch import Answer


def read_file(key: str, url: str, folder: Path, max_bytes: int) -> Answer:
    """The file's bytes as an answer; refused when it lies outside `folder`, links included."""
    parts = urlsplit(url)
    path = Path(unquote(parts.netloc + parts.path if not parts.path.startswith("/") else parts.path))
    path = (
        path if path.is_absolute() and not parts.netloc else folder / (parts.netloc + parts.path).lstrip("/")
    )
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(folder.resolve()):
            raise FetchRefused("file: addresses are read only below the newsroom's folder", subject=url)
        with real.open("rb") as file:
            body = file.read(max_bytes + 1)
    except FetchRefused as error:
        return Answer(key=key, url=url, error=error)
    except (OSError, ValueError) as error:
        return Answer(key=key, url=url, error=FetchFailed(f"cannot be read: {error}", subject=url))
    if len(body) > max_bytes:
        problem = FetchFailed(f"longer than {max_bytes:,} bytes (gather.max_bytes)", subject=url)
        return Answer(key=key, url=url, error=problem)
    return Answer(key=key, url=url, status=200, body=body)
