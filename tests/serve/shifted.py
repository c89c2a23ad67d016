"""`digest work` whose clock is set forward: python -m serve.shifted CONFIG SECONDS TICK."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from digest.settings import load
from digest.store.engine import open_engine
from digest.work import work


def main() -> None:
    config, seconds, tick = Path(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    settings = load(config)
    shift = timedelta(seconds=seconds)
    work(
        open_engine(settings.storage_url),
        settings,
        tick=tick,
        config=config,
        clock=lambda: datetime.now(UTC) + shift,
    )


if __name__ == "__main__":
    main()
