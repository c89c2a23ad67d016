"""Files as newsrooms have them: every line taken in or refused by number, nothing lost, nothing undone."""

from __future__ import annotations

import csv
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import Connection
from subscribers_facts import NOW, PEPPER, TIERS, at

from subscribers import store
from subscribers.csv_file import ImportReport, export_csv, import_csv
from subscribers.errors import CsvRefused

Begin = Callable[[], AbstractContextManager[Connection]]


@pytest.fixture
def take(begin: Begin, tmp_path: Path) -> Callable[..., ImportReport]:
    def take(content: bytes | str, **more: object) -> ImportReport:
        file = tmp_path / "readers.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        options: dict[str, object] = {"lists": ["daily"], "now": NOW, **more}
        refused = tmp_path / "private" / "refused.csv"
        return import_csv(begin, file, pepper=PEPPER, refused=refused, **options)  # type: ignore[arg-type]

    return take


Take = Callable[..., ImportReport]


def people(conn: Connection, *lists: str) -> dict[str, str]:
    found = {}
    for reader, _tier in store.audience(conn, lists or ["daily", "weekly", "members"], TIERS):
        person = store.show(conn, reader)
        found[person.address] = person.name
    return found


def test_a_plain_file(take: Take, begin: Begin) -> None:
    report = take("email,name,lists\na@example.org,Anna,daily\nb@example.org,Bo,daily;members\n")
    assert (report.rows, report.added, report.refused) == (2, 2, 0)
    assert report.refused_file is None
    with begin() as conn:
        assert people(conn) == {"a@example.org": "Anna", "b@example.org": "Bo"}
        assert people(conn, "members") == {"b@example.org": "Bo"}


def test_each_refused_line_has_its_number_and_its_reason(take: Take, tmp_path: Path) -> None:
    report = take(
        "email,name,lists,status\n"
        "good@example.org,Good,,\n"
        "no-at.example.org,X,,\n"
        ",Nobody,,\n"
        "two@@example.org,X,,\n"
        "ok@example.org,X,nightly,\n"
        "odd@example.org,X,,perhaps\n"
        f"{'x' * 70}@example.org,X,,\n"
        '"multi\nline@example.org",X,,\n'
        "last@example.org,Last,,\n"
    )
    assert [(r.line, r.reason) for r in report.refusals] == [
        (3, "no @ in it"),
        (4, "no address"),
        (5, "more than one @"),
        (6, "it names a list that is not in the settings"),
        (7, "its status is neither subscribed nor unsubscribed"),
        (8, "longer than 254 characters, or than 64 before the @"),
        (9, "a control character or line break inside the address"),
    ]
    assert (report.rows, report.added, report.refused) == (9, 2, 7)
    file = report.refused_file
    assert file is not None
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    rows = list(csv.reader(file.read_text(encoding="utf-8").splitlines(keepends=True)))
    assert rows[1] == ["3", "no @ in it", "no-at.example.org,X,,"]
    assert len(rows) == 8


def test_no_address_is_in_the_report(take: Take) -> None:
    report = take("email,name\nsecret@@example.org,Hidden Name\n")
    assert "secret" not in repr(report)
    assert "Hidden" not in repr(report)


def test_an_open_quote_costs_its_line_only(take: Take, begin: Begin) -> None:
    rows = [f"r{n}@example.org,R{n}" for n in range(60)]
    rows[3] = 'r3@example.org,"R3'
    rows[40] = '"R40 ""the ""\nquoted""",r40@example.org'
    report = take("email,name\n" + "\n".join(rows) + "\n")
    first = report.refusals[0]
    assert (first.line, first.reason) == (5, "a quote is opened and not closed")
    assert report.added == 58
    assert report.rows == 60


def test_a_quote_inside_a_cell_is_a_letter(take: Take, begin: Begin) -> None:
    report = take('email,name\na@example.org,5" disk\nb@example.org,7" disk\n"c@example.org","the ""C"""\n')
    assert report.added == 3
    with begin() as conn:
        assert people(conn) == {
            "a@example.org": '5" disk',
            "b@example.org": '7" disk',
            "c@example.org": 'the "C"',
        }


def test_duplicates_are_one_reader(take: Take, begin: Begin) -> None:
    report = take("email,name,lists\nA@Example.org,,daily\na@example.org,Anna,weekly\nA@EXAMPLE.ORG,B,\n")
    assert (report.rows, report.added, report.known) == (3, 1, 2)
    with begin() as conn:
        assert people(conn, "daily") == people(conn, "weekly") == {"A@Example.org": "Anna"}


def test_a_second_import_changes_nothing(take: Take, begin: Begin) -> None:
    content = "email,name\n" + "".join(f"r{n}@example.org,R{n}\n" for n in range(50))
    assert take(content).added == 50
    with begin() as conn:
        before = [store.show(conn, i) for i, _ in store.audience(conn, ["daily"], TIERS)]
    report = take(content, now=at(5))
    assert (report.added, report.known) == (0, 50)
    with begin() as conn:
        assert [store.show(conn, i) for i, _ in store.audience(conn, ["daily"], TIERS)] == before


def test_an_import_never_takes_back_an_opt_out(take: Take, begin: Begin) -> None:
    content = "email,lists\n" + "".join(f"r{n}@example.org,daily;weekly\n" for n in range(6))
    take(content)
    with begin() as conn:
        ids = [i for i, _ in store.audience(conn, ["daily"], TIERS)]
        store.unsubscribe(conn, ids[0], "daily", at(1), "link")
        store.unsubscribe(conn, ids[1], None, at(1), "link")
        store.suppress(conn, ids[2], "complained", at(1), "provider")
        store.suppress(conn, ids[3], "bounced", at(1), "provider")
        store.erase(conn, ids[4], at(1), "desk")
    report = take(content, now=at(2))
    assert (report.added, report.known, report.opted_out) == (0, 1, 5)
    with begin() as conn:
        assert set(people(conn, "daily")) == {"r5@example.org"}
        assert set(people(conn, "weekly")) == {"r0@example.org", "r5@example.org"}


def test_a_file_may_bring_opt_outs(take: Take, begin: Begin) -> None:
    take("email\nhere@example.org\n")
    report = take(
        "email,status,left\nhere@example.org,unsubscribed,\nthere@example.org,cleaned,\n"
        "half@example.org,subscribed,weekly\nnone@example.org,subscribed,*\n"
    )
    assert (report.added, report.opted_out) == (1, 3)
    assert take("email\nhere@example.org\nthere@example.org\nnone@example.org\n").opted_out == 3
    take("email,lists\nhalf@example.org,weekly\n")
    with begin() as conn:
        assert set(people(conn)) == {"half@example.org"}
        assert people(conn, "weekly") == {}


ROWS = "email;name\na@example.org;Олена Коваль\nb@example.org;Ґалаґан Їжак\n"
LATIN = "email;name\na@example.org;Müller, Jürgen\nb@example.org;Élodie Noël\n"


@pytest.mark.parametrize(
    ("content", "encoding", "guessed"),
    [
        (ROWS.encode(), "utf-8", False),
        (ROWS.encode("utf-8-sig"), "utf-8-sig", False),
        (ROWS.encode("utf-16"), "utf-16", False),
        (b"\xfe\xff" + ROWS.encode("utf-16-be"), "utf-16", False),
        (ROWS.encode("utf-16-le"), "utf-16-le", True),
        (ROWS.encode("utf-16-be"), "utf-16-be", True),
        (ROWS.encode("cp1251"), "cp1251", True),
        (LATIN.encode("latin-1"), "cp1252", True),
    ],
)
def test_encodings_are_told_apart(
    take: Take, begin: Begin, content: bytes, encoding: str, guessed: bool
) -> None:
    report = take(content)
    assert (report.shape.encoding, report.shape.guessed, report.shape.delimiter) == (encoding, guessed, ";")
    wanted = LATIN if encoding == "cp1252" else ROWS
    with begin() as conn:
        assert people(conn) == dict(line.split(";") for line in wanted.splitlines()[1:])


def test_a_named_encoding_is_obeyed(take: Take, begin: Begin) -> None:
    take(ROWS.encode("koi8-u"), encoding="koi8-u")
    with begin() as conn:
        assert people(conn)["a@example.org"] == "Олена Коваль"


def test_a_broken_line_in_a_utf8_file_costs_itself_only(take: Take) -> None:
    good = "".join(f"r{n}@example.org,Іван\n" for n in range(5)).encode()
    report = take(b"email,name\n" + good + b"x@example.org,\xc8\xe2\xe0\xed\n" + b"y@example.org,Y\n")
    assert [(r.line, r.reason) for r in report.refusals] == [(7, "cannot be read as utf-8")]
    assert report.added == 6


@pytest.mark.parametrize(
    ("content", "addresses"),
    [
        ("a@example.org\nb@example.org\n", {"a@example.org": "", "b@example.org": ""}),
        ("a@example.org\tAnna\r\nb@example.org\tBo\r\n", {"a@example.org": "Anna", "b@example.org": "Bo"}),
        ("Anna,a@example.org\n", {"a@example.org": "Anna"}),
        ("Email Address|First Name|Last Name\na@example.org|Anna|K\n", {"a@example.org": "Anna K"}),
        ("Імʼя;Пошта\nОлена;a@example.org\n", {"a@example.org": "Олена"}),
        ("who,contact\nAnna,a@example.org\n", {"a@example.org": ""}),
        ("email\r\ra@example.org\rb@example.org", {"a@example.org": "", "b@example.org": ""}),
    ],
)
def test_headers_and_delimiters(take: Take, begin: Begin, content: str, addresses: dict[str, str]) -> None:
    take(content)
    with begin() as conn:
        assert people(conn) == addresses


def test_columns_that_are_not_read_are_named(take: Take, begin: Begin) -> None:
    report = take(
        "email,phone,attribute.city,language,timezone\n"
        "a@example.org,+380,Kyiv,UK,Europe/Kyiv\nb@example.org,,,Ukrainian,Mars/Base\n"
    )
    assert report.ignored == ("phone",)
    assert sum(report.notes.values()) == 2
    with begin() as conn:
        person = store.show(conn, next(store.audience(conn, ["daily"], TIERS, "attribute.city=Kyiv"))[0])
        assert (person.language, person.timezone, person.attributes) == (
            "uk",
            "Europe/Kyiv",
            {"city": "Kyiv"},
        )
        assert store.count_audience(conn, ["daily"], TIERS) == {"public": 2}


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"PK\x03\x04rest", b"\x00\x01\x02\x03" * 50, b"name,city\nAnna,Kyiv\n", b"x" * 600_000],
)
def test_what_is_no_table_of_readers_is_refused_whole(take: Take, begin: Begin, content: bytes) -> None:
    with pytest.raises(CsvRefused):
        take(content)
    with begin() as conn:
        assert people(conn) == {}


def test_an_unknown_list_or_encoding_is_refused_before_anything(take: Take) -> None:
    with pytest.raises(CsvRefused):
        take("email\na@example.org\n", lists=["nightly"])
    with pytest.raises(CsvRefused):
        take("email\na@example.org\n", encoding="klingon")


def test_it_commits_part_by_part(take: Take, begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subscribers.csv_file.COMMIT_EVERY", 10)
    seen: list[int] = []
    content = "email\n" + "".join(f"r{n}@example.org\n" for n in range(35))

    def stop(rows: int) -> None:
        seen.append(rows)
        if rows >= 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(content, progress=stop)
    with begin() as conn:
        assert store.count_audience(conn, ["daily"], TIERS) == {"public": 20}
    report = take(content)
    assert (report.added, report.known) == (15, 20)
    assert seen == [10, 20]


def test_an_export_comes_back_the_same_and_computes_nothing(take: Take, begin: Begin, tmp_path: Path) -> None:
    names = ["=1+1", "+cmd", "-2", "@SUM(A1)", "'quoted'", "Anna, K", "Їжак"]
    with begin() as conn:
        for number, name in enumerate(names):
            store.add(
                conn,
                f"{'+' if number == 1 else ''}r{number}@example.org",
                pepper=PEPPER,
                lists=["daily", "weekly"],
                at=NOW,
                how="by hand",
                name=name,
                attributes={"city": "=Kyiv"},
            )
        store.unsubscribe(conn, 1, "weekly", at(1), "link")
        store.unsubscribe(conn, 2, None, at(1), "link")
        before = people(conn, "daily"), people(conn, "weekly")
        file = tmp_path / "out.csv"
        assert export_csv(conn, file) == len(names)
        for number in range(1, len(names) + 1):
            store.erase(conn, number, at(2), "desk")
        conn.exec_driver_sql("DELETE FROM suppressions")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    cells = [cell for row in csv.reader(file.read_text(encoding="utf-8").splitlines()) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]
    take(file.read_bytes())
    with begin() as conn:
        assert (people(conn, "daily"), people(conn, "weekly")) == before
        assert store.count_audience(conn, ["daily"], TIERS, "attribute.city==Kyiv") == {"public": 6}


def test_a_language_longer_than_any_code_is_left_out(take: Take) -> None:
    report = take("email,language\na@example.org,uk-UA\nb@example.org,en-aaaaaaaa-bbbbbbbb-cccccccc\n")
    assert (report.added, dict(report.notes)) == (2, {"a language that is no code like uk or pt-br": 1})
