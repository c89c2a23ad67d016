"""How like a story is to a bigger one, so that two of nearly the same thing do not stand side by side; pure.

Stories are compared by the mean of their reports' terms. Which of two is the bigger is told by some measures
of their scores, each counted once: so a newsroom's weights move a story by what they weigh, and never by
changing which other story it is held against.

Does not leave a story out: caps do.
"""

from __future__ import annotations

from collections.abc import Sequence

from digest.rank.weigh import Vector, likeness

SIZE = frozenset(("sources", "recency", "novelty", "report"))  #: what makes a story the bigger of two
COMPARED = 100  #: biggest stories that are compared: no edition is longer
UNLIKE = 0.15  #: likeness that costs nothing: one country in both
ALIKE = 0.40  #: likeness that costs the whole part: two sides of one event


def likest(centres: Sequence[Vector]) -> list[tuple[int, float]]:
    """For each story, biggest first, the place of the bigger one it is most like, and how like it is."""
    found = []
    for place, centre in enumerate(centres):
        likes = [(likeness(centre, other), -bigger) for bigger, other in enumerate(centres[:place])]
        value, bigger = max(likes, default=(0.0, 0))
        found.append((-bigger, value))
    return found


def measure(value: float) -> float:
    """What a likeness takes off: 0 for stories of different things, -1 for two sides of one event."""
    return -min(max((value - UNLIKE) / (ALIKE - UNLIKE), 0.0), 1.0)
