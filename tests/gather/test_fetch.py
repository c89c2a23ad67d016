"""How feeds are asked: one test for each behaviour of a publisher's server."""

from __future__ import annotations

import socket
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from gather.pieces import HOUR, NOW, ask, feed, newsroom, state, stored, titles
from hypothesis import given
from hypothesis import strategies as st
from servers.feeds import FeedServer, Reply, item, rss
from sqlalchemy import Engine

from digest.gather import gather
from digest.gather.fetch import PER_HOST, Request, Turns, host_of
from digest.gather.guard import is_public
from digest.gather.parse import read_feed
from digest.gather.polling import FRESH
from digest.store import feeds as feed_store
from digest.store.engine import read, write

GOOD = Reply(body=rss(item("One", guid="1")), headers={"ETag": '"v1"'}, conditional=True)

#: Runs the command line, then prints what it took, its start included: CPU seconds and peak megabytes.
MEASURED = """
import resource, sys
from digest.cli import main
main(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)  # its maxrss would count the process it was forked from
peak = int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0]) / 1000
print(used.ru_utime + used.ru_stime, peak)
"""
EXPIRES = {"Expires": "Wed, 18 Feb 2026 09:00:00 GMT", "Date": "Wed, 18 Feb 2026 05:00:00 GMT"}


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as running:
        yield running


def test_validators_go_back_byte_for_byte(engine: Engine, server: FeedServer, tmp_path: Path) -> None:
    odd = {"ETag": 'W/"a,b\\"c  d"', "Last-Modified": "Wed, 18 feb 2026 4:00:00 -0000"}
    url = server.play("/f", Reply(body=rss(item("One", guid="1")), headers=odd, conditional=True))
    settings = newsroom(tmp_path, feed("f", url))
    assert ask(engine, settings).outcome == "new"
    assert ask(engine, settings, NOW + HOUR).outcome == "unchanged"
    assert server.asked[-1].headers["if-none-match"] == odd["ETag"]
    assert server.asked[-1].headers["if-modified-since"] == odd["Last-Modified"]
    assert state(engine, "f").status == 304


def test_a_validator_of_strange_letters_goes_back_whole_or_not_at_all(engine: Engine, tmp_path: Path) -> None:
    """What is UTF-8 goes back as it came; other bytes cannot, so the whole document is asked for."""
    for number, (tag, back) in enumerate({'"caf\xc3\xa9"': '"caf\xc3\xa9"', '"caf\xe9"': None}.items()):
        with FeedServer() as server:
            url = server.play("/f", Reply(body=rss(item("One", guid="1")), headers={"ETag": tag}))
            settings = newsroom(tmp_path, feed(f"f{number}", url))
            assert ask(engine, settings).outcome == "new"
            assert ask(engine, settings, NOW + HOUR).outcome == "unchanged"
            assert server.asked[-1].headers.get("if-none-match") == back


def test_a_304_to_an_unconditional_question_is_no_answer(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    settings = newsroom(tmp_path, feed("f", server.play("/f", Reply(status=304), GOOD)))
    assert "answers 304" in (ask(sqlite_engine, settings).problem or "")
    assert ask(sqlite_engine, settings, NOW + HOUR).new == 1


def test_a_feed_that_is_rarely_asked_is_read_anew_after_three_days_of_304(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    settings = newsroom(tmp_path, feed("f", server.play("/f", GOOD), 'every = "1d"'))
    for day in range(5):
        ask(sqlite_engine, settings, NOW + timedelta(days=day))
    asked = ["if-none-match" in request.headers for request in server.asked]
    assert asked == [False, True, True, False, True]


def test_a_lying_304_is_healed(sqlite_engine: Engine, server: FeedServer, tmp_path: Path) -> None:
    url = server.play("/f", GOOD)
    settings = newsroom(tmp_path, feed("f", url))
    for poll in range(FRESH):
        ask(sqlite_engine, settings, NOW + poll * HOUR)
    asked = ["if-none-match" in request.headers for request in server.asked]
    assert asked == [False] + [True] * (FRESH - 2) + [False]


def test_the_same_bytes_are_not_read_again(sqlite_engine: Engine, server: FeedServer, tmp_path: Path) -> None:
    settings = newsroom(tmp_path, feed("f", server.play("/f", Reply(body=rss(item("One", guid="1"))))))
    assert ask(sqlite_engine, settings).entries == 1
    again = ask(sqlite_engine, settings, NOW + HOUR)
    assert (again.outcome, again.entries) == ("unchanged", 0)


def test_only_what_is_due_is_asked(sqlite_engine: Engine, server: FeedServer, tmp_path: Path) -> None:
    settings = newsroom(tmp_path, feed("f", server.play("/f", GOOD), 'every = "1h"'))
    ask(sqlite_engine, settings)
    assert ask(sqlite_engine, settings, NOW + 0.9 * HOUR, force=False).outcome == "not-due"
    assert ask(sqlite_engine, settings, NOW + 1.2 * HOUR, force=False).outcome == "unchanged"
    assert server.count("/f") == 2


@pytest.mark.parametrize(
    ("headers", "extra", "hours"),
    [
        ({"Cache-Control": "public, max-age=7200"}, "", 2),
        ({"Cache-Control": "no-cache, max-age=7200"}, "", 0.5),
        (EXPIRES, "", 4),
        ({**EXPIRES, "Cache-Control": "public"}, "", 4),
        ({**EXPIRES, "Cache-Control": "max-age=3600"}, "", 1),
        ({**EXPIRES, "Cache-Control": "no-cache"}, "", 0.5),
        ({"Expires": "0"}, "", 0.5),
        ({"Cache-Control": "max-age=" + "9" * 300}, "", 24),
        ({}, "<ttl>180</ttl>", 3),
        ({"Cache-Control": "max-age=99999999"}, "", 24),
    ],
)
def test_the_publisher_may_slow_us_down(
    sqlite_engine: Engine,
    server: FeedServer,
    tmp_path: Path,
    headers: dict[str, str],
    extra: str,
    hours: float,
) -> None:
    url = server.play("/f", Reply(body=rss(item("One", guid="1"), extra=extra), headers=headers))
    ask(sqlite_engine, newsroom(tmp_path, feed("f", url)))
    wait = (state(sqlite_engine, "f").next_check_at or NOW) - NOW
    assert hours * HOUR <= wait <= hours * HOUR * 1.1


def test_our_own_feed_is_asked_as_often_as_we_say(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    url = server.play("/f", Reply(body=rss(item("One", guid="1")), headers={"Cache-Control": "max-age=9000"}))
    ask(sqlite_engine, newsroom(tmp_path, feed("f", url, 'own = true\nevery = "10m"')))
    assert (state(sqlite_engine, "f").next_check_at or NOW) - NOW <= timedelta(minutes=11)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("value", ["14400", "Wed, 18 Feb 2026 12:00:00 GMT"])
def test_retry_after_is_kept(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path, status: int, value: str
) -> None:
    date = {"Date": "Wed, 18 Feb 2026 08:00:00 GMT"}  # the pause counts from the server's own clock
    url = server.play("/f", Reply(status=status, headers={"Retry-After": value, **date}))
    assert ask(sqlite_engine, newsroom(tmp_path, feed("f", url))).outcome == "failed"
    wait = (state(sqlite_engine, "f").next_check_at or NOW) - NOW
    assert 4 * HOUR <= wait <= 4.5 * HOUR


def test_a_pause_for_one_feed_is_none_for_its_neighbour(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    busy = server.play("/a", Reply(status=429, headers={"Retry-After": "9999"}))
    settings = newsroom(tmp_path, feed("a", busy), feed("b", server.play("/b", GOOD)))
    outcomes = [result.outcome for result in gather(sqlite_engine, settings, NOW)]
    assert outcomes == ["failed", "new"]


@pytest.mark.parametrize("status", [301, 308])
def test_a_moved_feed_is_followed_and_believed_when_it_repeats_itself(
    engine: Engine, server: FeedServer, tmp_path: Path, status: int
) -> None:
    new = server.play("/new", GOOD)
    old = server.play("/old", Reply(status=status, headers={"Location": "/new"}))
    settings = newsroom(tmp_path, feed("f", old))
    for poll in range(4):
        assert ask(engine, settings, NOW + poll * HOUR).problem is None
    assert state(engine, "f").moved_to == new
    assert server.count("/old") == 3 and server.count("/new") == 4


def test_a_temporary_redirect_never_changes_the_address(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    server.play("/new", GOOD)
    server.play("/mid", Reply(status=308, headers={"Location": "/new"}))
    url = server.play("/old", Reply(status=302, headers={"Location": "/mid"}))
    settings = newsroom(tmp_path, feed("f", url))
    for poll in range(5):
        ask(sqlite_engine, settings, NOW + poll * HOUR)
    assert state(sqlite_engine, "f").moved_to is None


def test_a_new_address_that_dies_is_given_up_for_the_old(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    url = server.play("/old", Reply(status=301, headers={"Location": "/new"}))
    server.play("/new", GOOD, GOOD, GOOD, Reply(status=404))
    settings = newsroom(tmp_path, feed("f", url))
    for poll in range(6):
        ask(sqlite_engine, settings, NOW + poll * HOUR)
    assert state(sqlite_engine, "f").moved_to is None


def test_a_new_address_that_is_gone_is_given_up_at_once(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    url = server.play("/old", Reply(status=301, headers={"Location": "/new"}))
    server.play("/new", GOOD, GOOD, GOOD, Reply(status=410))
    settings = newsroom(tmp_path, feed("f", url))
    for poll in range(4):
        ask(sqlite_engine, settings, NOW + poll * HOUR)
    found = state(sqlite_engine, "f")
    assert found.moved_to is None
    assert (found.next_check_at or NOW) < NOW + 4 * HOUR


def test_redirects_that_do_not_agree_move_nothing(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    for path in ("/a", "/b"):
        server.play(path, GOOD)
    ways = [Reply(status=301, headers={"Location": path}) for path in ("/a", "/b", "/a", "/b", "/a", "/a")]
    settings = newsroom(tmp_path, feed("f", server.play("/old", *ways)))
    for poll in range(6):
        ask(sqlite_engine, settings, NOW + poll * HOUR)
    assert state(sqlite_engine, "f").moved_to is None
    ask(sqlite_engine, settings, NOW + 6 * HOUR)
    assert state(sqlite_engine, "f").moved_to == server.url("/a")


def test_a_redirect_may_be_written_in_any_letters(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    """Latin-1 bytes in Location, which no standard allows and servers send."""
    server.play("/caf%E9", GOOD)
    url = server.play("/old", Reply(status=301, headers={"Location": "/caf\xe9"}))
    assert ask(sqlite_engine, newsroom(tmp_path, feed("f", url))).new == 1


def test_failures_back_off_and_never_give_up(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    settings = newsroom(tmp_path, feed("f", server.play("/f", Reply(status=500))))
    waits, now = [], NOW
    for _ in range(12):
        ask(sqlite_engine, settings, now)
        waits.append(((state(sqlite_engine, "f").next_check_at or now) - now) / HOUR)
        now += HOUR
    assert waits == sorted(waits) and waits[0] >= 0.5 and 24 <= waits[-1] <= 27
    assert state(sqlite_engine, "f").failures == 12
    server.play("/f", GOOD)
    assert ask(sqlite_engine, settings, now).outcome == "new"
    assert state(sqlite_engine, "f").failures == 0


@pytest.mark.parametrize(("status", "words"), [(404, "nothing at this address"), (410, "gone for good")])
def test_missing_and_gone_are_named(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path, status: int, words: str
) -> None:
    settings = newsroom(tmp_path, feed("f", server.play("/f", Reply(status=status))))
    assert words in (ask(sqlite_engine, settings).problem or "")
    wait = (state(sqlite_engine, "f").next_check_at or NOW) - NOW
    assert wait >= timedelta(days=7) if status == 410 else wait < HOUR


def test_a_failing_feed_is_told_once(sqlite_engine: Engine, server: FeedServer, tmp_path: Path) -> None:
    settings = newsroom(tmp_path, feed("f", server.play("/f", Reply(status=500))))

    def to_tell() -> list[str]:
        with write(sqlite_engine) as conn:
            names = [health.name for health in feed_store.to_tell(conn, ["f", "g"])]
            feed_store.told(conn, names, NOW)
        return names

    told = []
    for poll in range(6):
        ask(sqlite_engine, settings, NOW + poll * HOUR)
        told.append(to_tell())
    assert told == [[], [], ["f"], [], [], []]
    server.play("/f", GOOD, Reply(status=500))
    for poll in range(6, 11):
        ask(sqlite_engine, settings, NOW + poll * HOUR)
        told.append(to_tell())
    assert told[6:] == [[], [], [], ["f"], []]


def test_a_slow_server_costs_its_own_feed_only(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    slow = server.play("/slow", Reply(body=GOOD.body, slowly=0.1))
    table = 'allow_private_networks = true\ntimeout = "0.5s"'
    settings = newsroom(tmp_path, feed("a", slow), feed("b", server.play("/b", GOOD)), gather_table=table)
    late, good = gather(sqlite_engine, settings, NOW)
    assert "no whole answer within 0.5 s" in (late.problem or "")
    assert good.outcome == "new"


def test_a_gzip_bomb_is_cut_at_the_cap(sqlite_engine: Engine, server: FeedServer, tmp_path: Path) -> None:
    table = "allow_private_networks = true\nmax_bytes = 1000000"
    url = server.play("/f", Reply(body=b"\0" * 60_000_000, gzipped=True))
    result = ask(sqlite_engine, newsroom(tmp_path, feed("f", url), gather_table=table))
    assert "longer than 1,000,000 bytes" in (result.problem or "")


def test_a_gigabyte_behind_a_megabyte_of_gzip_hurts_nobody(server: FeedServer) -> None:
    """`inspect feed` as an editor runs it, on a bomb that its limit of bytes alone keeps out of memory."""
    packer = zlib.compressobj(9, wbits=31)
    start = packer.compress(b"<rss>") + packer.flush(zlib.Z_FULL_FLUSH)
    million = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    bomb = start + million * 1_000
    assert len(bomb) < 1_200_000
    url = server.play("/f", Reply(body=bomb, headers={"Content-Encoding": "gzip"}))
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "inspect", "feed", url], capture_output=True, timeout=60, check=False
    )
    assert b"longer than 20,000,000 bytes" in done.stderr
    seconds, megabytes = map(float, done.stdout.split())
    assert seconds < 3 and megabytes < 200, (seconds, megabytes)


def test_gzip_is_read(sqlite_engine: Engine, server: FeedServer, tmp_path: Path) -> None:
    url = server.play("/f", replace(GOOD, gzipped=True))
    assert ask(sqlite_engine, newsroom(tmp_path, feed("f", url))).new == 1


def test_an_answer_the_client_stumbles_over_is_that_feeds_failure(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(target: str) -> str:
        raise RuntimeError(f"no way to read {target}")

    monkeypatch.setattr("digest.gather.fetch._location", stumble)
    odd = server.play("/odd", Reply(status=302, headers={"Location": "/f"}))
    settings = newsroom(tmp_path, feed("a", odd), feed("b", server.play("/b", GOOD)))
    bad, good = gather(sqlite_engine, settings, NOW)
    assert (bad.problem, good.outcome) == ("no way to read /f", "new")


def test_an_answer_that_breaks_off_is_no_answer(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    url = server.play("/f", Reply(body=GOOD.body, break_off=True))
    assert ask(sqlite_engine, newsroom(tmp_path, feed("f", url))).outcome == "failed"
    assert state(sqlite_engine, "f").etag is None


def test_a_page_names_the_feed_it_points_to(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    page = b'<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/rss">'
    url = server.play("/", Reply(body=page + b"</head><body>Hi</body></html>"))
    result = ask(sqlite_engine, newsroom(tmp_path, feed("f", url)))
    assert result.problem == f"a web page, not a feed; it points to {server.url('/rss')}"


def test_a_page_may_have_its_addresses_relative_to_another(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    head = b'<html><base href="/news/"><link rel=alternate type="application/atom+xml" href=all.atom>'
    result = ask(sqlite_engine, newsroom(tmp_path, feed("f", server.play("/", Reply(body=head)))))
    assert result.problem == f"a web page, not a feed; it points to {server.url('/news/all.atom')}"


@pytest.mark.parametrize("body", [b"", b"   \n", b"\x00\x01\x02", b"<html><body>x", b'{"a": 1}', b"<opml/>"])
def test_what_is_no_feed_fails_with_a_reason(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path, body: bytes
) -> None:
    settings = newsroom(tmp_path, feed("f", server.play("/f", GOOD, Reply(body=body))))
    ask(sqlite_engine, settings)
    result = ask(sqlite_engine, settings, NOW + HOUR)
    assert result.outcome == "failed" and result.problem
    assert titles(stored(sqlite_engine, settings)) == ["One"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "100.64.0.1",
        "::1",
        "fe80::1",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "192.0.2.1",
        "198.18.0.1",
        "fec0::1",
        "nonsense",
    ],
)
def test_no_address_of_our_own_network_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_the_public_network_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_private_addresses_are_refused_unless_allowed(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path, host: str
) -> None:
    server.play("/f", GOOD)
    settings = newsroom(tmp_path, feed("f", server.url("/f", host)), gather_table="")
    assert "no public address" in (ask(sqlite_engine, settings).problem or "")
    assert not server.asked


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]", "0"])
def test_other_ways_to_write_a_private_address_are_refused(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path, host: str
) -> None:
    server.play("/f", GOOD)
    settings = newsroom(tmp_path, feed("f", server.url("/f", host)), gather_table="")
    result = ask(sqlite_engine, settings)
    assert result.outcome == "failed" and not server.asked


def test_a_name_that_changes_its_address_is_checked_again(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name leads to a public host at first, then inside: the second connect is refused."""
    leads = [(socket.AF_INET, ("127.0.0.1",)), (socket.AF_INET6, ("::1", 0, 0))]
    asked: list[str] = []

    def resolve(host: str, port: int, *_: object, **__: object) -> list[object]:
        asked.append(host)
        family, (address, *more) = leads[min(len(asked), len(leads)) - 1]
        return [(family, socket.SOCK_STREAM, 6, "", (address, port, *more))]

    monkeypatch.setattr("digest.gather.guard.is_public", lambda address: address == "127.0.0.1")
    monkeypatch.setattr("socket.getaddrinfo", resolve)
    server.play("/f", Reply(body=GOOD.body))
    settings = newsroom(tmp_path, feed("f", server.url("/f", "news.example")), gather_table="")
    assert ask(sqlite_engine, settings).outcome == "new"
    assert "::1 is no public address" in (ask(sqlite_engine, settings, NOW + HOUR).problem or "")
    assert (len(server.asked), asked) == (1, ["news.example"] * 2)


def test_a_redirect_inside_is_refused(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first hop is allowed, the second is not: the check stands at every connect."""
    with FeedServer() as inner:
        inner.play("/f", GOOD)
        url = server.play("/f", Reply(status=302, headers={"Location": inner.url("/f", "localhost")}))
        connects = []

        def first_only(address: str) -> bool:
            connects.append(address)
            return len(connects) == 1

        monkeypatch.setattr("digest.gather.guard.is_public", first_only)
        settings = newsroom(tmp_path, feed("f", url), gather_table="")
        assert "no public address" in (ask(sqlite_engine, settings).problem or "")
        assert not inner.asked


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://x/", "javascript:1"])
def test_only_http_and_https_are_followed(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path, target: str
) -> None:
    url = server.play("/f", Reply(status=302, headers={"Location": target}))
    result = ask(sqlite_engine, newsroom(tmp_path, feed("f", url)))
    assert "only http and https" in (result.problem or "")


def test_a_loop_of_redirects_ends(sqlite_engine: Engine, server: FeedServer, tmp_path: Path) -> None:
    url = server.play("/f", Reply(status=301, headers={"Location": "/f"}))
    assert "redirects" in (ask(sqlite_engine, newsroom(tmp_path, feed("f", url))).problem or "")


def test_files_are_read_below_the_folder_only(sqlite_engine: Engine, tmp_path: Path) -> None:
    room = tmp_path / "room"
    room.mkdir()
    (tmp_path / "outside.xml").write_bytes(GOOD.body)
    (room / "inside.xml").write_bytes(GOOD.body)
    (room / "link.xml").symlink_to(tmp_path / "outside.xml")
    urls = {
        "relative": "file:inside.xml",
        "absolute": (room / "inside.xml").as_uri(),
        "outside": (tmp_path / "outside.xml").as_uri(),
        "dots": "file:../outside.xml",
        "link": "file:link.xml",
    }
    settings = newsroom(room, *(feed(name, url) for name, url in urls.items()))
    results = {result.feed: result for result in gather(sqlite_engine, settings, NOW)}
    assert {name for name, result in results.items() if result.outcome != "failed"} == {
        "relative",
        "absolute",
    }
    assert all("below the newsroom" in (results[name].problem or "") for name in ("outside", "dots", "link"))


def test_who_we_are_is_said(sqlite_engine: Engine, server: FeedServer, tmp_path: Path) -> None:
    ask(sqlite_engine, newsroom(tmp_path, feed("f", server.play("/f", GOOD))))
    assert server.asked[0].headers["user-agent"].startswith("newsroom-digest/")


def test_one_host_gets_two_requests_at_a_time_and_all_are_answered(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    tables = [
        feed(f"f{n}", server.play(f"/{n}", Reply(body=rss(item(f"T{n}", guid="g"))))) for n in range(40)
    ]
    settings = newsroom(tmp_path, *tables)
    seen: list[tuple[int, int]] = []
    results = gather(sqlite_engine, settings, NOW, progress=lambda done, whole: seen.append((done, whole)))
    assert [result.outcome for result in results] == ["new"] * 40
    assert server.busiest <= PER_HOST
    assert seen == [(number, 40) for number in range(1, 41)]


@given(st.lists(st.sampled_from("abcde"), max_size=40), st.randoms(use_true_random=False))
def test_turns_keep_the_limit_and_leave_nobody_out(hosts: list[str], random: Random) -> None:
    requests = [Request(key=str(number), url=f"http://{host}/") for number, host in enumerate(hosts)]
    turns, running, served = Turns(requests), list[Request](), list[str]()
    while len(served) < len(requests):
        while len(running) < 4 and (taken := turns.take()) is not None:
            running.append(taken)
        assert max(Counter(host_of(one.url) for one in running).values()) <= PER_HOST
        done = running.pop(random.randrange(len(running)))
        served.append(done.key)
        turns.done(done)
    assert sorted(served, key=int) == [one.key for one in requests]
    assert turns.take() is None


def test_a_fault_of_ours_over_one_document_leaves_the_other_feeds_alone(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(body: bytes, *given: str | None) -> object:
        if b"Odd" in body:
            raise RecursionError("deep")
        return read_feed(body, *given)

    monkeypatch.setattr("digest.gather.settle.read_feed", read)
    odd = server.play("/odd", Reply(body=rss(item("Odd", guid="1"))))
    settings = newsroom(tmp_path, feed("a", odd), feed("b", server.play("/b", GOOD)))
    bad, good = gather(sqlite_engine, settings, NOW)
    assert (bad.outcome, good.outcome) == ("failed", "new")
    assert "RecursionError" in (bad.problem or "")
    assert state(sqlite_engine, "a").failures == 1


def test_health_says_why_nothing_comes(engine: Engine, server: FeedServer, tmp_path: Path) -> None:
    settings = newsroom(
        tmp_path,
        feed("bad", server.play("/bad", Reply(status=403))),
        feed("empty", server.play("/empty", Reply(body=rss()))),
        feed("good", server.play("/good", GOOD)),
    )
    with write(engine) as conn:
        feed_store.ensure(conn, settings.feeds)
        assert {one.silent for one in feed_store.health(conn)} == {"not asked yet"}
    gather(engine, settings, NOW)
    with read(engine) as conn:
        silent = {one.name: one.silent for one in feed_store.health(conn)}
    assert silent == {
        "bad": "it refuses us (403)", "empty": "it answers, and has no items", "good": None,
    }  # fmt: skip


def test_a_changed_address_forgets_what_belonged_to_the_old(
    sqlite_engine: Engine, server: FeedServer, tmp_path: Path
) -> None:
    ask(sqlite_engine, newsroom(tmp_path, feed("f", server.play("/f", GOOD))))
    ask(sqlite_engine, newsroom(tmp_path, feed("f", server.play("/g", GOOD))))
    assert "if-none-match" not in server.asked[-1].headers
