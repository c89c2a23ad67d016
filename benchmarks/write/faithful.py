"""What the guard finds on summaries labelled faithful or not: precision, recall and specificity by rule.

    python benchmarks/write/faithful.py --data DIR [--sets faithfulness_fib,faithfulness_summedits_news]

DIR/SET holds documents.jsonl {id, text} and summaries.jsonl {id, summary, label}; label 1 is faithful. A
summary is flagged when a strict rule (number, name, quote, negation) finds anything; the other rules are
counted apart. The last line counts false alarms of all rules on our own verbatim summaries of the same
documents.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from digest.write.guard import check
from digest.write.summarize import summarize

STRICT = ("guard.number", "guard.name", "guard.quote", "guard.negation")


def rows(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", default="faithfulness_fib,faithfulness_summedits_news")
    args = parser.parse_args()
    for name in args.sets.split(","):
        texts = {row["id"]: row["text"] for row in rows(args.data / name / "documents.jsonl")}
        hits: Counter[tuple[str, bool]] = Counter()
        total: Counter[bool] = Counter()
        for row in rows(args.data / name / "summaries.jsonl"):
            good = int(row["label"]) == 1
            total[good] += 1
            found = {finding.check for finding in check(row["summary"], texts[row["id"]], "en")}
            hits.update((rule, good) for rule in found | ({"strict"} if found & set(STRICT) else set()))
        print(f"{name}: {total[False]} unfaithful of {sum(total.values())}")
        for rule in ("strict", *STRICT, "guard.attribution", "guard.hedge", "guard.bound", "guard.caveat"):
            bad, good = hits[rule, False], hits[rule, True]
            print(f"  {rule:18} precision {100 * bad / max(1, bad + good):5.1f}"
                  f"  recall {100 * bad / max(1, total[False]):5.1f}"
                  f"  specificity {100 - 100 * good / max(1, total[True]):5.1f}")  # fmt: skip
        alarms = sum(
            bool(check(summarize(t, title="", language="en").summary.text, t, "en")) for t in texts.values()
        )
        print(f"  false alarms on our own extracts: {alarms} of {len(texts)}")


if __name__ == "__main__":
    main()
