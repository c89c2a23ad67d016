"""ROUGE of our summaries beside LEAD-k and sumy's methods, on articles with human summaries.

    python benchmarks/write/rouge.py --data DIR [--sets A,B] [--limit N] [--sumy N]

DIR holds SET/data.jsonl, each line {id, text, reference}. Ours is measured before caveats and notes are
appended. LEAD-k is cut, or read on into the next sentences, to the very number of words ours has, article by
article; LEAD-k as it stands is shown beside it. k is 3, for xsum 1. The interval is a bootstrap over articles
(1,000 draws, seed 1) of the difference to LEAD at equal words. sumy runs with its own settings on the first
--sumy articles of each set with our sentence splitter (its own asks for a download), ours beside it there.
CPU seconds are of one process and count splitting, furniture and choosing.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from digest.write.sentences import split
from digest.write.summarize import summarize


def our_summary(text: str, k: int) -> str:
    extract = summarize(text, title="", language="en", sentences=k)
    return " ".join(s.text for s in extract.summary.sentences if s.role not in ("caveat", "correction"))


def lead(text: str, k: int) -> str:
    return " ".join(text[a:b] for a, b in split(text, "en")[:k])


def lead_words(text: str, count: int) -> str:
    return " ".join(text.split()[:count])


class _OurTokenizer:
    """sumy's tokenizer interface over our splitter."""

    def to_sentences(self, text: str) -> tuple[str, ...]:
        return tuple(text[a:b] for a, b in split(text, "en"))

    def to_words(self, sentence: str) -> tuple[str, ...]:
        import re

        return tuple(re.findall(r"[^\W\d_]+", sentence))


def sumy_methods() -> dict[str, Callable[[str, int], str]]:
    from sumy.nlp.stemmers import Stemmer
    from sumy.parsers.plaintext import PlaintextParser
    from sumy.summarizers.kl import KLSummarizer
    from sumy.summarizers.lex_rank import LexRankSummarizer
    from sumy.summarizers.lsa import LsaSummarizer
    from sumy.summarizers.luhn import LuhnSummarizer
    from sumy.summarizers.sum_basic import SumBasicSummarizer
    from sumy.summarizers.text_rank import TextRankSummarizer
    from sumy.utils import get_stop_words

    def method(kind: Any) -> Callable[[str, int], str]:
        summarizer = kind(Stemmer("english"))
        summarizer.stop_words = get_stop_words("english")

        def run(text: str, k: int) -> str:
            document = PlaintextParser.from_string(text, _OurTokenizer()).document
            return " ".join(str(sentence) for sentence in summarizer(document, k))

        return run

    kinds = {
        "SumBasic": SumBasicSummarizer, "LexRank": LexRankSummarizer, "LSA": LsaSummarizer,
        "Luhn": LuhnSummarizer, "TextRank": TextRankSummarizer, "KL": KLSummarizer,
    }  # fmt: skip
    return {name: method(kind) for name, kind in kinds.items()}


def interval(differences: list[float], draws: int = 1000) -> tuple[float, float]:
    chance = random.Random(1)
    means = sorted(
        sum(chance.choices(differences, k=len(differences))) / len(differences) for _ in range(draws)
    )
    return means[int(0.025 * draws)], means[int(0.975 * draws)]


def mean(values: list[float]) -> float:
    return sum(values) / max(1, len(values))


def measure(name: str, rows: list[dict[str, Any]], sumy_rows: int) -> None:
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(["rouge1", "rouge2"], use_stemmer=True)
    k = 1 if name.startswith("xsum") else 3

    def score(reference: str, text: str) -> tuple[float, float]:
        found = scorer.score(reference, text)
        return 100 * found["rouge1"].fmeasure, 100 * found["rouge2"].fmeasure

    began = time.process_time()
    ours = [our_summary(row["text"], k) for row in rows]
    seconds = time.process_time() - began
    mine = [score(row["reference"], text) for row, text in zip(rows, ours, strict=True)]
    equal = [
        score(row["reference"], lead_words(row["text"], len(text.split())))
        for row, text in zip(rows, ours, strict=True)
    ]
    whole = [score(row["reference"], lead(row["text"], k)) for row in rows]
    low, high = interval([a[0] - b[0] for a, b in zip(mine, equal, strict=True)])
    difference = mean([a[0] for a in mine]) - mean([b[0] for b in equal])
    print(f"{name} n={len(rows)} k={k}: {len(rows) / seconds:.0f} articles per CPU second")
    print(f"  ours                {mean([a[0] for a in mine]):.2f} / {mean([a[1] for a in mine]):.2f}  "
          f"{mean([float(len(text.split())) for text in ours]):.0f} words")  # fmt: skip
    print(f"  LEAD at equal words {mean([a[0] for a in equal]):.2f} / {mean([a[1] for a in equal]):.2f}  "
          f"difference R1 {difference:+.2f} [{low:+.2f}, {high:+.2f}]")  # fmt: skip
    print(f"  LEAD-{k}              {mean([a[0] for a in whole]):.2f} / {mean([a[1] for a in whole]):.2f}")
    if not sumy_rows:
        return
    few = rows[:sumy_rows]
    print(f"  on the first {len(few)}: ours {mean([a[0] for a in mine[: len(few)]]):.2f}")
    for method, run in sumy_methods().items():
        began = time.process_time()
        texts = [run(row["text"], k) for row in few]
        rate = len(few) / (time.process_time() - began)
        theirs = [score(row["reference"], text) for row, text in zip(few, texts, strict=True)]
        same = [
            score(row["reference"], " ".join(text.split()[: len(our.split())]))
            for row, text, our in zip(few, texts, ours, strict=False)
        ]
        print(
            f"    {method:9} {mean([a[0] for a in theirs]):.2f} (cut to our length "
            f"{mean([a[0] for a in same]):.2f})  {rate:.0f} articles per CPU second"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", default="cnndm_validation,cnndm_realsumm,xsum_fib")
    parser.add_argument("--limit", type=int, default=10**9)
    parser.add_argument("--sumy", type=int, default=0)
    args = parser.parse_args()
    for name in args.sets.split(","):
        lines = (args.data / name / "data.jsonl").read_text(encoding="utf-8").splitlines()
        measure(name, [json.loads(line) for line in lines[: args.limit]], args.sumy)


if __name__ == "__main__":
    main()
