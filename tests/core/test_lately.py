"""Answers given again: only for equal arguments, and what is shown stays what a fresh drawing would give."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from digest.lately import lately


@dataclass(frozen=True)
class Item:
    text: str


def test_equal_arguments_are_answered_once_and_others_anew() -> None:
    asked: list[tuple[Item, ...]] = []

    @lately(2)
    def order(items: tuple[Item, ...], *, up: bool = True) -> tuple[str, ...]:
        asked.append(items)
        return tuple(sorted((item.text for item in items), reverse=not up))

    first = order((Item("b"), Item("a")))
    assert order((Item("b"), Item("a"))) is first
    assert order((Item("b"), Item("a")), up=False) == ("b", "a")
    assert order((Item("b"), Item("c"))) == ("b", "c")
    assert len(asked) == 3
    order((Item("b"), Item("a")))  # two others came since: it is forgotten
    assert len(asked) == 4


def test_an_error_is_no_answer() -> None:
    asked: list[int] = []

    @lately(2)
    def half(number: int) -> float:
        asked.append(number)
        return 1 / number

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            half(0)
    assert asked == [0, 0]
