"""digest.toml and secrets.env as frozen settings; the only reader of the environment.

`load(folder)` returns a `Settings` or raises `SettingsError` that names the file, the line, the key and
the nearest right key. Unknown keys are errors. Paths are relative to the folder of digest.toml. What each
key means is in docs/configuration.md.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from digest.document import (
    FILE,
    Alerts,
    Audience,
    Caps,
    Desk,
    Document,
    Gather,
    ListTable,
    Llm,
    Newsletter,
    Newsroom,
    Public,
    Retention,
    SectionRule,
    SenderTable,
    SendGridTable,
    SmtpTable,
    Weights,
)
from digest.errors import SettingsError
from digest.model import Feed
from digest.toml_file import line_of, nearest, parse
from digest.value import WEEKDAYS

SECRETS_FILE = "secrets.env"
__all__ = [
    "FILE",
    "SECRETS_FILE",
    "WEEKDAYS",
    "Alerts",
    "Audience",
    "Caps",
    "Desk",
    "Gather",
    "ListTable",
    "Llm",
    "Newsletter",
    "Newsroom",
    "Public",
    "Retention",
    "Secrets",
    "SectionRule",
    "SendGridTable",
    "SenderTable",
    "Settings",
    "SmtpTable",
    "Weights",
    "load",
    "parse",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Values that never stand in digest.toml; `repr` shows none of them."""

    sendgrid_api_key: str = field(default="", repr=False)
    smtp_password: str = field(default="", repr=False)
    signing: str = field(default="", repr=False)  #: DIGEST_SECRETS, "k2:…,k1:…"
    pepper: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the program is told, resolved: feeds as model types, newsletters with their names."""

    folder: Path
    newsroom: Newsroom
    storage_url: str
    gather: Gather
    feeds: tuple[Feed, ...]
    lists: tuple[ListTable, ...]
    newsletters: Mapping[str, Newsletter]
    sender: SenderTable
    public: Public
    desk: Desk
    alerts: Alerts
    retention: Retention
    llm: Llm
    secrets: Secrets

    @property
    def private(self) -> Path:
        """Where personal data outside the database lives (outbox, refused rows); mode 0700."""
        return self.folder / ".digest" / "private"

    @property
    def templates(self) -> Path:
        """The newsroom's own templates, looked up before ours."""
        return self.folder / "templates"

    def newsletter(self, name: str) -> Newsletter:
        """The newsletter of that name, else SettingsError with the nearest."""
        if name in self.newsletters:
            return self.newsletters[name]
        raise SettingsError(f"there is no newsletter {name!r}{nearest(name, self.newsletters)}", subject=FILE)

    def zone(self, newsletter: Newsletter) -> ZoneInfo:
        return ZoneInfo(newsletter.timezone or self.newsroom.timezone)

    def language(self, newsletter: Newsletter) -> str:
        return newsletter.language or self.newsroom.language

    def sender_address(self, newsletter: Newsletter) -> str:
        return newsletter.from_ or self.sender.from_

    def reply_to(self, newsletter: Newsletter) -> str | None:
        return newsletter.reply_to or self.sender.reply_to

    def require_secret(self, name: Literal["sendgrid_api_key", "smtp_password", "signing", "pepper"]) -> str:
        """The secret, else SettingsError naming the variable to set."""
        value: str = getattr(self.secrets, name)
        if value:
            return value
        variable = {key: var for var, key in _SECRET_NAMES.items()}[name]
        raise SettingsError(f"{variable} is missing: set it here or in the environment", subject=SECRETS_FILE)


_SECRET_NAMES = {
    "SENDGRID_API_KEY": "sendgrid_api_key",
    "DIGEST_SMTP_PASSWORD": "smtp_password",
    "DIGEST_SECRETS": "signing",
    "DIGEST_PEPPER": "pepper",
}


PROVIDER_KEYS = ("SENDGRID_API_KEY", "DIGEST_SMTP_PASSWORD")


def child_environ() -> dict[str, str]:
    """The environment for a process that talks to no provider: this one's without the provider's keys."""
    return {name: value for name, value in os.environ.items() if name not in PROVIDER_KEYS}


def load(path: Path, environ: Mapping[str, str] | None = None, *, provider_keys: bool = True) -> Settings:
    """The settings of the newsroom in `path` (a folder, or a digest.toml itself).

    provider_keys: False leaves the keys of mail providers out, for processes that never send.
    """
    file = path / FILE if path.is_dir() else path
    if not file.exists():
        raise SettingsError(
            "not found: work in a newsroom's folder, name it with --config, "
            "or make one with `digest init DIR`",
            subject=str(file),
        )
    source = _text_of(file)
    document = parse(source, str(file))
    folder = file.parent.resolve()
    secrets = _secrets(folder, os.environ if environ is None else environ, provider_keys=provider_keys)
    return _resolve(document, folder, secrets, source, str(file))


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"cannot be read: it is no UTF-8 text (byte {error.start})", subject=str(file)
        ) from error
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", subject=str(file)) from error


def _secrets(folder: Path, environ: Mapping[str, str], *, provider_keys: bool) -> Secrets:
    values: dict[str, str] = {}
    file = folder / SECRETS_FILE
    if file.exists():
        for number, line in enumerate(_text_of(file).splitlines(), 1):
            text = line.strip()
            if not text or text.startswith("#"):
                continue
            name, equals, value = text.partition("=")
            if not equals or name.strip() not in _SECRET_NAMES:
                raise SettingsError(
                    f"line {number}: unknown name {name.strip()!r}{nearest(name.strip(), _SECRET_NAMES)}",
                    subject=str(file),
                )
            values[name.strip()] = value.strip().strip("\"'")
    values |= {name: environ[name] for name in _SECRET_NAMES if environ.get(name)}
    if not provider_keys:
        values = {name: value for name, value in values.items() if name not in PROVIDER_KEYS}
    return Secrets(**{_SECRET_NAMES[name]: value for name, value in values.items()})


def _resolve(document: Document, folder: Path, secrets: Secrets, source: str, name: str) -> Settings:
    feeds = tuple(
        Feed(
            **{
                f.name: getattr(table, f.name)
                for f in fields(Feed)
                if f.name not in ("publisher", "tier_when")
            },
            publisher=table.publisher or table.name,
            tier_when=tuple((rule.category, rule.tier) for rule in table.tier_when),
        )
        for table in document.feeds
    )
    _unique("feeds", [feed.name for feed in feeds], source, name)
    _unique("lists", [item.name for item in document.lists], source, name)
    newsletters = {
        key: _named(key, letter, document, source, name) for key, letter in document.newsletters.items()
    }
    if document.sender.timeout >= document.sender.lease:
        line = line_of(source, ("sender", "timeout"))
        raise SettingsError(f"line {line}: sender.timeout must be shorter than sender.lease", subject=name)
    return Settings(
        folder=folder,
        newsroom=document.newsroom,
        storage_url=_storage_url(document.storage.url, folder),
        gather=document.gather,
        feeds=feeds,
        lists=document.lists,
        newsletters=newsletters,
        sender=document.sender,
        public=document.public,
        desk=document.desk,
        alerts=document.alerts,
        retention=document.retention,
        llm=document.llm,
        secrets=secrets,
    )


def _named(key: str, letter: Newsletter, document: Document, source: str, file: str) -> Newsletter:
    """The newsletter under its name; its lists must be there."""
    known = [item.name for item in document.lists]
    for item in letter.lists:
        if item not in known:
            line = line_of(source, ("newsletters", key, "lists"))
            message = f"line {line}: newsletters.{key}.lists: no list {item!r}{nearest(item, known)}"
            raise SettingsError(message, subject=file)
    if letter.approvals > 1 and not document.desk.sign_in:
        line = line_of(source, ("newsletters", key, "approvals"))
        message = (
            f"line {line}: newsletters.{key}.approvals: {letter.approvals} editors can be told apart only "
            "with desk.sign_in = true"
        )
        raise SettingsError(message, subject=file)
    values = {f.name: getattr(letter, f.name) for f in fields(Newsletter)}
    return Newsletter(**values | {"name": key, "title": letter.title or key.capitalize()})


def _unique(what: str, names: list[str], source: str, file: str) -> None:
    for index, value in enumerate(names):
        if value in names[:index]:
            line = line_of(source, (what, index, "name"))
            raise SettingsError(f"line {line}: {what}: the name {value!r} stands twice", subject=file)


def _storage_url(url: str, folder: Path) -> str:
    prefix = "sqlite:///"
    if url.startswith(prefix) and not url.startswith(prefix + "/"):
        return prefix + str(folder / url.removeprefix(prefix))
    return url
