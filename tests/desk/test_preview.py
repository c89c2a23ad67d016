"""`digest preview`: whatever the settings say, its worker writes to the outbox and alerts nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digest.commands.preview import to_outbox
from digest.settings import load
from digest.store.engine import open_engine
from digest.work import make_office, reload


def real(folder: Path) -> None:
    """Sets a sender that would reach readers."""
    file = folder / "digest.toml"
    text = file.read_text(encoding="utf-8").replace('kind = "outbox"', 'kind = "smtp"')
    file.write_text(text + '\n[alerts]\ncommand = ["/bin/false"]\n', encoding="utf-8")


def test_the_preview_keeps_to_the_outbox_after_its_settings_were_read_again(newsroom: Path) -> None:
    real(newsroom)
    settings = load(newsroom)
    assert settings.sender.kind == "smtp"
    engine = open_engine(settings.storage_url)
    office = make_office(engine, to_outbox(settings), lambda: datetime.now(UTC))
    assert reload(office.worker, newsroom, to_outbox)
    assert office.worker.settings.sender.kind == "outbox"
    assert office.worker.settings.alerts.command == ()
    assert reload(office.worker, newsroom)
    assert office.worker.settings.sender.kind == "smtp"  # the worker of `digest run` is not narrowed
    engine.dispose()


def test_only_sender_and_alerts_are_changed(newsroom: Path) -> None:
    settings: Any = load(newsroom)
    narrowed = to_outbox(settings)
    assert replace(narrowed, sender=settings.sender, alerts=settings.alerts) == settings
