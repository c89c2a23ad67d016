"""CPU seconds and memory of ranking a window, and of ranking it again with more.

    python benchmarks/rank/cost.py [--sizes 1000 10000 50000] [--add 500] [--data DIR]

Entries of about 60 words over 47 hours. Without --data they are made of a Zipf vocabulary in events of 1 to
20 reports; with it, of leads of cnndm_validation and xsum_fib with half their sentences swapped, which blends
events into each other and is harder than news. The rival is scikit-learn's TF-IDF, a sparse product and
connected components over 0.3 (no copies, no order).
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
import resource
import subprocess
import sys
from bisect import bisect
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from digest.model import Entry, Feed  # noqa: E402
from digest.rank import Window, count_documents, rank  # noqa: E402
from digest.rank.graph import Graph  # noqa: E402
from digest.rank.weigh import documents_of  # noqa: E402
from digest.settings import Newsletter  # noqa: E402

NOW = datetime(2026, 3, 4, 5, tzinfo=UTC)
SYLLABLES = ("ka", "lo", "mi", "ren", "tos", "vi", "dar", "shen", "pol", "ur", "gen", "tra", "bel", "nor")
FEEDS = [Feed(name=f"f{number}", url="", publisher=f"p{number}") for number in range(40)]


def invented(size: int) -> list[tuple[str, str]]:
    chance = random.Random(1)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(40_000)]
    steps = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(words))))

    def word() -> str:
        return words[bisect(steps, chance.random() * steps[-1])]

    made: list[tuple[str, str]] = []
    while len(made) < size:
        event = [chance.choice(words).capitalize() for _ in range(8)] + [word() for _ in range(12)]
        for _ in range(chance.choice((1, 1, 1, 2, 3, 5, 8, 20))):
            title = [chance.choice(event) if chance.random() < 0.6 else word() for _ in range(8)]
            text = [chance.choice(event) if chance.random() < 0.45 else word() for _ in range(60)]
            made.append((" ".join(title), " ".join(text)))
    chance.shuffle(made)
    return made[:size]


def swapped(data: Path) -> Callable[[int], list[tuple[str, str]]]:
    texts = []
    for name in ("cnndm_validation", "xsum_fib"):
        for line in (data / name / "data.jsonl").open(encoding="utf-8"):
            found = re.split(r"(?<=[.!?])\s+", json.loads(line)["text"].replace("\n", " "))
            sentences = [s for s in found if 5 <= len(s.split()) <= 40]
            if len(sentences) > 4:
                texts.append(sentences)

    def made(size: int) -> list[tuple[str, str]]:
        chance = random.Random(1)
        rows = []
        for _ in range(size):
            source = chance.choice(texts)
            lead = source[chance.randrange(len(source) - 3) :]
            mixed = [s if chance.random() < 0.5 else chance.choice(chance.choice(texts)) for s in lead]
            words = " ".join(mixed).split()[:60]
            rows.append((" ".join(words[:9]), " ".join(words)))
        return rows

    return made


def entries(rows: list[tuple[str, str]]) -> list[Entry]:
    chance = random.Random(5)
    times = sorted(NOW - timedelta(hours=chance.random() * 47) for _ in rows)
    return [
        Entry(
            id=number, feed=FEEDS[number % 40], title=title, link=None, first_seen=when, text=text,
            language="en",
        )
        for number, ((title, text), when) in enumerate(zip(rows, times, strict=True))
    ]  # fmt: skip


def rival(rows: list[tuple[str, str]]) -> float:
    from scipy.sparse.csgraph import connected_components
    from sklearn.feature_extraction.text import TfidfVectorizer

    start = process_time()
    matrix = TfidfVectorizer(sublinear_tf=True, max_df=0.2).fit_transform([f"{a} {a} {b}" for a, b in rows])
    product = matrix @ matrix.T
    product.data[product.data < 0.3] = 0
    product.eliminate_zeros()
    connected_components(product, directed=False)
    return process_time() - start


def resident() -> int:
    """The most memory this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 10_000, 50_000])
    parser.add_argument("--add", type=int, default=500)
    parser.add_argument("--rival-to", type=int, default=10_000)
    options = parser.parse_args()
    if len(options.sizes) > 1:  # each in a process of its own, or its memory would hold the others'
        for size in options.sizes:
            command = [sys.executable, __file__, "--sizes", str(size), "--add", str(options.add)]
            command += ["--rival-to", str(options.rival_to)]
            subprocess.run(command + (["--data", str(options.data)] if options.data else []), check=True)
        return
    make = swapped(options.data) if options.data else invented
    for size in options.sizes:
        rows = make(size + options.add)
        made = entries(rows)
        old, new = made[:size], made[size:]
        letter, before = Newsletter(name="cost"), resident()
        start = process_time()
        stories = rank(old, letter, NOW)
        seconds = process_time() - start
        largest = max(len(story.members) for story in stories)
        each = f"{1000 * seconds / size:.2f} ms each"
        print(f"{size:6} entries: {seconds:.2f} s CPU, {each}, {len(stories)} stories, largest {largest}")
        del stories
        frequencies, window, graph = count_documents(old), Window(), Graph()
        documents = documents_of(old, frequencies, lambda entry: entry.when)
        graph.groups(documents)
        start = process_time()
        graph.groups([*documents, *documents_of(new, frequencies, lambda entry: entry.when)])
        print(f"       {len(new)} more read and grouped: {process_time() - start:.2f} s CPU", flush=True)
        del documents, graph
        rank(old, letter, NOW, frequencies=frequencies, window=window)
        start = process_time()
        rank(made, letter, NOW, frequencies=frequencies, window=window)
        print(f"       all ranked again with them: {process_time() - start:.2f} s CPU", flush=True)
        print(f"       at most {resident()} MB resident, {before} of them before", flush=True)
        if size <= options.rival_to:
            seconds = rival(rows[:size])
            print(f"       scikit-learn, sparse product, components: {seconds:.2f} s CPU", flush=True)


if __name__ == "__main__":
    main()
