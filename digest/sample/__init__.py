"""Makes the newsroom folder behind `digest init DIR [--sample]`.

`make_sample` writes a newsroom that works at once, with no network: six fictional houses of a fictional
war, with dates relative to `now`, readers to import, pictures and fresh secrets. `make_plain` writes the
commented settings of a newsroom that has no feeds yet. Both refuse a folder that holds anything.
"""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files
from pathlib import Path

from digest.sample.folder import claim, write, write_secrets

PUBLIC_URL = "http://127.0.0.1:8001"


def make_sample(folder: Path, now: datetime) -> None:
    """A newsroom with six sample feeds whose items are dated relative to `now` (aware).

    The same `now` gives the same files, except the secrets. Raises DigestError when the folder is not
    empty or cannot be written.
    """
    from digest.sample.feeds import render
    from digest.sample.house import load_houses

    claim(folder)
    houses = load_houses(now, PUBLIC_URL)
    for house in houses:
        write(folder / "feeds" / house.file, render(house, now).encode("utf-8"))
    ours = files("digest.sample")
    for picture in ours.joinpath("pictures").iterdir():
        if picture.name.endswith(".png"):
            write(folder / "pictures" / picture.name, picture.read_bytes())
    write(folder / "subscribers.csv", ours.joinpath("subscribers.csv").read_bytes())
    settings = ours.joinpath("newsroom.toml").read_text(encoding="utf-8")
    feeds = (folder / "feeds").resolve().as_uri()
    settings = settings.replace("@FEEDS@", feeds).replace("@PUBLIC@", PUBLIC_URL)
    write_secrets(folder)
    write(folder / "digest.toml", settings.encode("utf-8"))


def make_plain(folder: Path) -> None:
    """A newsroom that has only its settings, with a comment on each, and fresh secrets.

    Raises DigestError when the folder is not empty or cannot be written.
    """
    claim(folder)
    write_secrets(folder)
    write(folder / "digest.toml", files("digest.sample").joinpath("plain.toml").read_bytes())
