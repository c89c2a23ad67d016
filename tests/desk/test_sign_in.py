"""Signing in at the desk: passwords, roles, two approvals, and what must not get through."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from desk.conftest import TOKEN, Room, served
from desk.visitor import Answer, Visitor
from sqlalchemy import select, update

from digest import passwords
from digest.desk import serve_desk
from digest.desk.limit import PER_ADDRESS, PER_NAME, PER_PAIR, WITHIN, Limit, network
from digest.desk.listening import options, refuse_unsafe
from digest.errors import DigestError, SettingsError
from digest.settings import Settings, load
from digest.store import editors, edits, tables
from digest.store.engine import read, write

PASSWORD = "seven grey herons at dawn"
PEOPLE = {"Vera": "view", "Edda": "edit", "Olena": "approve", "Piotr": "approve"}
NOW = datetime(2026, 2, 18, 5, 0, tzinfo=UTC)


def digest(folder: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "digest", *words, "--config", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, input=typed)


def set_up(folder: Path, approvals: int = 1, more: tuple[str, ...] = ()) -> None:
    """sign_in in digest.toml, and how many approve."""
    file = folder / "digest.toml"
    added = {
        "[newsletters.daily]": [f"approvals = {approvals}"],
        "[desk]": ["sign_in = true", *more],
    }
    text = file.read_text(encoding="utf-8")
    assert all(text.count(f"\n{table}\n") == 1 for table in added)
    lines = [part for line in text.splitlines() for part in (line, *added.get(line, ()))]
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")


def add_people(room: Room) -> None:
    kept = passwords.hash_of(PASSWORD)
    with write(room.engine) as conn:
        for name, role in PEOPLE.items():
            editors.add(conn, name, role, kept, NOW)  # type: ignore[arg-type]


@pytest.fixture
def room(newsroom: Path) -> Iterator[Room]:
    set_up(newsroom)
    for found in served(newsroom):
        add_people(found)
        yield found


@pytest.fixture
def pair(newsroom: Path) -> Iterator[Room]:
    """A newsroom whose newsletter takes two approvals."""
    set_up(newsroom, approvals=2)
    for found in served(newsroom):
        add_people(found)
        yield found


def tried(room: Room, name: str, password: str, visitor: Visitor | None = None) -> Answer:
    visitor = visitor or Visitor(room.base)
    form = visitor.get("/sign-in").form(next="/")
    body = urlencode(form.fields | {"name": name, "password": password}).encode()
    return visitor.ask("POST", form.action, body)


def enter(room: Room, name: str, password: str = PASSWORD) -> Visitor:
    visitor = Visitor(room.base)
    answer = tried(room, name, password, visitor)
    assert answer.status == 303, answer.text
    return visitor


def decide(room: Room, visitor: Visitor, what: str, **more: str) -> Answer:
    csrf = visitor.get("/account").form().fields["csrf"]
    fields = {"csrf": csrf, "what": what, "hash": room.edition.hash or ""} | more
    return visitor.ask("POST", f"/decide/{room.edition.name}", urlencode(fields).encode())


def subject(room: Room, visitor: Visitor, value: str, **more: str) -> Answer:
    csrf = visitor.get("/account").form().fields["csrf"]
    fields = {"csrf": csrf, "kind": "subject", "value": value} | more
    return visitor.ask("POST", f"/edit/{room.edition.name}", urlencode(fields).encode())


# --- the session -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/", "/edition/daily", "/pool/daily", "/log/daily", "/live/daily", "/account", "/name", "/none"]
)
def test_nothing_is_shown_to_who_is_not_signed_in(room: Room, path: str) -> None:
    for visitor in (Visitor(room.base), Visitor(room.base)):
        answer = visitor.ask("GET", path)
        assert answer.status in (303, 403)
        assert b"Soline" not in answer.body
        visitor.cookies["desk"] = "made up"


def test_the_first_links_token_opens_nothing(room: Room) -> None:
    visitor = Visitor(room.base)
    answer = visitor.ask("GET", f"/edition/daily?token={TOKEN}")
    assert answer.status == 303
    assert answer.headers["location"] == "/sign-in?next=/edition/daily"
    assert visitor.cookies == {}


def test_a_name_cookie_is_nobody(room: Room) -> None:
    visitor = Visitor(room.base)
    visitor.cookies["editor"] = "Olena"
    assert visitor.ask("GET", "/edition/daily").status == 303


def test_signing_in_leads_on_and_the_cookie_is_kept_from_scripts(room: Room) -> None:
    visitor = Visitor(room.base)
    page = visitor.get("/edition/daily")
    assert page.path == "/sign-in?next=/edition/daily"
    form = page.form(next="/edition/daily")
    body = urlencode(form.fields | {"name": " olena ", "password": PASSWORD}).encode()
    answer = visitor.ask("POST", form.action, body)
    assert answer.headers["location"] == "/edition/daily"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Secure" not in cookie  # this desk is http on loopback
    assert "Approve as Olena" in visitor.get("/edition/daily").text


def test_the_database_holds_neither_cookie_nor_password(room: Room) -> None:
    visitor = enter(room, "Olena")
    with read(room.engine) as conn:
        held = [tuple(row) for name in ("editors", "editor_sessions", "actions")
                for row in conn.execute(select(tables.metadata.tables[name]))]  # fmt: skip
    assert visitor.cookies["desk"] not in str(held)
    assert PASSWORD not in str(held)
    assert "$argon2id$" in str(held)


@pytest.mark.parametrize("after", ["//evil.example/", "/\\evil.example", "https://evil.example", "/a\r\nb"])
def test_signing_in_leads_nowhere_else(room: Room, after: str) -> None:
    visitor = Visitor(room.base)
    form = visitor.get("/sign-in").form(next="/")
    fields = form.fields | {"name": "Vera", "password": PASSWORD, "next": after}
    answer = visitor.ask("POST", "/sign-in", urlencode(fields).encode())
    assert answer.headers["location"] == "/"


def test_signing_out_ends_the_session_for_a_copied_cookie_too(room: Room) -> None:
    visitor, thief = enter(room, "Olena"), Visitor(room.base)
    thief.cookies = dict(visitor.cookies)
    form = next(one for one in visitor.get("/account").forms if one.action == "/sign-out")
    assert visitor.ask("POST", form.action, urlencode(form.fields).encode()).status == 303
    assert thief.ask("GET", "/").status == 303


def test_signing_in_again_makes_a_new_session_and_ends_the_old(room: Room) -> None:
    visitor, old = enter(room, "Olena"), Visitor(room.base)
    old.cookies = dict(visitor.cookies)
    assert tried(room, "Olena", PASSWORD, visitor).status == 303
    assert visitor.cookies["desk"] != old.cookies["desk"]
    assert old.ask("GET", "/").status == 303


def test_a_session_ends_by_itself(room: Room) -> None:
    visitor = enter(room, "Olena")
    assert visitor.ask("GET", "/").status == 200
    with write(room.engine) as conn:
        conn.execute(update(tables.editor_sessions).values(ends_at=datetime.now(UTC) - timedelta(seconds=1)))
    assert visitor.ask("GET", "/").status == 303


def test_what_was_typed_is_given_back_when_the_session_has_ended(room: Room) -> None:
    visitor = enter(room, "Edda")
    form = visitor.get("/edition/daily").form(kind="subject")
    with write(room.engine) as conn:
        editors.end_all(conn, editors.find(conn, "Edda"))
    body = urlencode(form.fields | {"value": "Typed with care"}).encode()
    answer = visitor.ask("POST", form.action, body)
    assert answer.status == 403
    assert "Typed with care" in answer.text
    assert room.draft.subject != "Typed with care"


def test_another_password_ends_every_session(room: Room) -> None:
    here, there = enter(room, "Olena"), enter(room, "Olena")
    form = next(one for one in here.get("/account").forms if one.action == "/password")
    new = "eight white storks at noon"

    def change(**fields: str) -> Answer:
        return here.ask("POST", "/password", urlencode(form.fields | fields).encode())

    assert change(old="wrong", new=new, again=new).status == 403
    assert change(old=PASSWORD, new=new, again=new + "!").status == 409
    assert change(old=PASSWORD, new="short", again="short").status == 409
    assert there.ask("GET", "/").status == 200
    assert change(old=PASSWORD, new=new, again=new).status == 303
    assert here.ask("GET", "/").status == there.ask("GET", "/").status == 303
    assert tried(room, "Olena", PASSWORD).status == 403
    assert tried(room, "Olena", new).status == 303


# --- guessing --------------------------------------------------------------------------------------------


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(room: Room) -> None:
    wrong, unknown = tried(room, "Olena", "not this one at all"), tried(room, "Nobody", "not this one at all")
    assert wrong.status == unknown.status == 403
    assert wrong.body == unknown.body


def test_an_unknown_name_costs_a_check_too(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher, checked = passwords._hasher(), []
    real = type(hasher).verify

    def counted(self: object, kept: str, password: str) -> bool:
        checked.append(kept)
        return real(hasher, kept, password)

    monkeypatch.setattr(type(hasher), "verify", counted)
    assert not passwords.fits(None, PASSWORD)
    assert not passwords.fits(passwords.hash_of(PASSWORD), PASSWORD + "!")
    assert [one.rpartition("$")[0].rpartition("$")[0] for one in checked] == [
        "$argon2id$v=19$m=65536,t=3,p=4"
    ] * 2


def test_guesses_end_after_a_few_even_many_at_once(room: Room) -> None:
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(tried(room, "Olena", "a wrong password").status))
        for _ in range(PER_PAIR * 2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(statuses) == [403] * PER_PAIR + [429] * PER_PAIR
    assert tried(room, "OLENA ", PASSWORD).status == 429  # the right one, too late, and however it is written
    assert tried(room, "Piotr", PASSWORD).status == 303  # another's name from here is free


def test_the_limit_counts_by_pair_address_and_name() -> None:
    limit = Limit()
    assert [limit.take("a", "192.0.2.1", NOW) for _ in range(PER_PAIR + 1)] == [True] * PER_PAIR + [False]
    assert limit.take("a", "192.0.2.2", NOW)
    spread = [limit.take(f"n{number}", "192.0.2.1", NOW) for number in range(PER_ADDRESS)]
    assert sum(spread) == PER_ADDRESS - PER_PAIR
    limit = Limit()
    assert sum(limit.take("a", f"192.0.2.{number}", NOW) for number in range(100)) == PER_NAME
    assert limit.take("a", "192.0.2.200", NOW + WITHIN)


def test_a_right_password_frees_the_pair_and_not_the_whole_address() -> None:
    limit = Limit()
    for _ in range(PER_PAIR - 1):
        limit.take("a", "192.0.2.1", NOW)
    limit.take("a", "192.0.2.1", NOW)
    limit.give_back("a", "192.0.2.1")
    assert limit.take("a", "192.0.2.1", NOW)
    left = sum(limit.take(f"n{number}", "192.0.2.1", NOW) for number in range(PER_ADDRESS))
    assert left == PER_ADDRESS - PER_PAIR


def test_an_ipv6_network_is_one_address() -> None:
    assert network("2001:db8::1") == network("2001:db8::ffff:1") != network("2001:db8:0:1::1")
    assert network("::ffff:192.0.2.1") == "192.0.2.1"


def test_a_forwarded_address_from_a_stranger_changes_nothing(room: Room) -> None:
    """Who is no stated proxy cannot pretend to be many."""
    for number in range(PER_PAIR + 1):
        visitor = Visitor(room.base)
        form = visitor.get("/sign-in").form(next="/")
        body = urlencode(form.fields | {"name": "Olena", "password": "a wrong password"}).encode()
        answer = visitor.ask("POST", "/sign-in", body, {"X-Forwarded-For": f"192.0.2.{number}"})
    assert options(room.settings)["proxy_headers"] is False
    assert answer.status in (403, 429)


def test_a_page_of_another_site_cannot_sign_in_or_out(room: Room) -> None:
    visitor = enter(room, "Olena")
    form = visitor.get("/account").form()
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "", "Sec-Fetch-Site": "cross-site"}):
        fields = {"name": "Vera", "password": PASSWORD}
        assert visitor.ask("POST", "/sign-in", urlencode(fields).encode(), headers).status == 403
        assert visitor.ask("POST", "/sign-out", urlencode(form.fields).encode(), headers).status == 403
    assert visitor.ask("GET", "/").status == 200


def test_a_form_of_another_editors_session_is_refused(room: Room) -> None:
    vera, olena = enter(room, "Vera"), enter(room, "Olena")
    csrf = vera.get("/account").form().fields["csrf"]
    fields = {"csrf": csrf, "what": "approve", "hash": room.edition.hash or ""}
    answer = olena.ask("POST", f"/decide/{room.edition.name}", urlencode(fields).encode())
    assert answer.status == 403
    assert room.edition.state == "draft"


def test_the_sign_in_page_has_no_fault_to_give(room: Room) -> None:
    visitor = Visitor(room.base)
    assert visitor.ask("GET", "/sign-in?said=pin&undo=3&next=%00").status == 200
    assert visitor.ask("POST", "/sign-in", b"").status == 403
    assert visitor.ask("POST", "/sign-in", b"x=" + b"y" * 300_000).status == 413


# --- roles -----------------------------------------------------------------------------------------------

DECISIONS = ("approve", "hold", "skip", "reopen", "resume", "stop", "go")


def test_who_may_view_changes_nothing(room: Room) -> None:
    vera, before = enter(room, "Vera"), room.edition
    page = vera.get("/edition/daily")
    assert page.status == 200
    actions = {form.action.split("/")[1] for form in page.forms if form.action}
    assert not actions & {"edit", "own", "decide", "test"}
    assert subject(room, vera, "Mine now").status == 403
    for what in DECISIONS:
        assert decide(room, vera, what).status == 403
    csrf = vera.get("/account").form().fields["csrf"]
    for path in ("own", "test", "nothing-yet"):
        answer = vera.ask("POST", f"/{path}/{room.edition.name}", urlencode({"csrf": csrf}).encode())
        assert answer.status in (403, 404)
    assert room.edition == before


def test_who_may_edit_does_not_approve(room: Room) -> None:
    edda = enter(room, "Edda")
    assert subject(room, edda, "A better subject").status == 303
    assert room.draft.subject == "A better subject"
    before = room.edition
    for what in DECISIONS:
        answer = decide(room, edda, what)
        assert answer.status == 403
        assert "Your role is edit; this needs approve." in answer.text
    assert room.edition == before
    assert 'value="approve"' not in edda.get("/edition/daily").text


def test_the_name_beside_an_act_is_the_signed_in_one(room: Room) -> None:
    edda = enter(room, "Edda")
    edda.cookies["editor"] = "Olena"
    assert subject(room, edda, "Signed by whom", by="Olena").status == 303
    olena = enter(room, "Olena")
    assert decide(room, olena, "approve", by="Vera").status == 303
    assert room.edition.approved_by == "Olena"
    with read(room.engine) as conn:
        log = [(line.what, line.by) for line in edits.log_of(conn, room.edition)]
    assert {by for _, by in log if by in PEOPLE} == {"Edda", "Olena"}
    assert ("approve", "Olena") in log


def test_nobody_can_change_the_name(room: Room) -> None:
    edda = enter(room, "Edda")
    csrf = edda.get("/account").form().fields["csrf"]
    answer = edda.ask("POST", "/name", urlencode({"csrf": csrf, "by": "Olena", "next": "/"}).encode())
    assert answer.status == 404
    assert "Edda" in edda.get("/").text


def test_a_role_taken_away_counts_at_once(room: Room) -> None:
    olena = enter(room, "Olena")
    with write(room.engine) as conn:
        editors.set_role(conn, editors.find(conn, "Olena"), "view")
    assert decide(room, olena, "approve").status == 403
    assert room.edition.state == "draft"


def test_a_removed_editor_is_out_at_once_and_for_good(room: Room) -> None:
    olena = enter(room, "Olena")
    with write(room.engine) as conn:
        editors.remove(conn, editors.find(conn, "Olena"), NOW)
    assert olena.ask("GET", "/").status == 303
    assert tried(room, "Olena", PASSWORD).status == 403


# --- two approvals ---------------------------------------------------------------------------------------


def test_two_approvals_take_two_people(pair: Room) -> None:
    olena, piotr = enter(pair, "Olena"), enter(pair, "Piotr")
    assert decide(pair, olena, "approve").status == 303
    assert decide(pair, olena, "approve", by="Piotr").status == 303  # once more, under another's name
    assert decide(pair, enter(pair, "olena"), "approve").status == 303  # and from another session
    assert pair.edition.state == "draft"
    assert decide(pair, piotr, "approve").status == 303
    assert pair.edition.state == "approved"
    assert pair.edition.approved_by == "Olena, Piotr"


def test_a_removed_editors_approval_counts_no_more(pair: Room) -> None:
    assert decide(pair, enter(pair, "Olena"), "approve").status == 303
    with write(pair.engine) as conn:
        editors.remove(conn, editors.find(conn, "Olena"), NOW)
    assert decide(pair, enter(pair, "Piotr"), "approve").status == 303
    assert pair.edition.state == "draft"


def test_an_edit_between_two_approvals_starts_anew(pair: Room) -> None:
    olena, piotr = enter(pair, "Olena"), enter(pair, "Piotr")
    decide(pair, olena, "approve")
    assert subject(pair, olena, "Changed after the first approval").status == 303
    decide(pair, piotr, "approve")
    assert pair.edition.state == "draft"


def test_a_name_on_the_command_line_is_no_second_editor(pair: Room) -> None:
    decide(pair, enter(pair, "Olena"), "approve")
    hash_ = pair.edition.hash or ""
    done = digest(pair.settings.folder, "approve", "daily", "--by", "Piotr", "--hash", hash_)
    assert done.returncode == 1
    assert "signed in at the desk" in done.stderr
    assert pair.edition.state == "draft"


def test_two_approvals_without_sign_in_are_refused_with_the_line(newsroom: Path) -> None:
    set_up(newsroom, approvals=2)
    file = newsroom / "digest.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("sign_in = true", ""), encoding="utf-8")
    lines = file.read_text(encoding="utf-8").splitlines()
    with pytest.raises(SettingsError, match=rf"line {lines.index('approvals = 2') + 1}: .*sign_in = true"):
        load(newsroom)


# --- beyond this machine ---------------------------------------------------------------------------------


def told(settings: Settings, **values: object) -> Settings:
    return replace(settings, desk=replace(settings.desk, **values))  # type: ignore[arg-type]


HTTPS = "https://desk.example.org"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"host": "0.0.0.0"}, "ssh -L"),
        ({"host": "::"}, "ssh -L"),
        ({"url": HTTPS}, "ssh -L"),
        ({"host": "0.0.0.0", "url": HTTPS, "trusted_proxies": ("192.0.2.1",)}, "ssh -L"),
        ({"host": "0.0.0.0", "sign_in": True}, "https://"),
        ({"host": "0.0.0.0", "sign_in": True, "url": "http://desk.example.org"}, "https://"),
        ({"host": "0.0.0.0", "sign_in": True, "url": "http://127.0.0.1:8000"}, "https://"),
        ({"host": "0.0.0.0", "sign_in": True, "url": HTTPS}, "needs TLS"),
        ({"url": HTTPS, "sign_in": True}, "needs TLS"),
        ({"host": "0.0.0.0", "sign_in": True, "url": HTTPS, "trusted_proxies": ("*",)}, "no address"),
        ({"host": "0.0.0.0", "sign_in": True, "url": HTTPS, "trusted_proxies": ("0.0.0.0/0",)}, "everyone"),
        ({"sign_in": True, "certificate": "desk.pem"}, "go together"),
    ],
)
def test_the_desk_refuses_to_start_unsafe(room: Room, values: dict[str, object], words: str) -> None:
    settings = told(room.settings, **{"sign_in": False} | values)
    with pytest.raises(SettingsError, match=words):
        serve_desk(room.engine, settings)


def test_what_is_safe_may_start(room: Room) -> None:
    for values in (
        {"sign_in": False},
        {"sign_in": True},
        {"sign_in": True, "host": "0.0.0.0", "url": HTTPS, "trusted_proxies": ("192.0.2.1", "10.0.0.0/8")},
        {"sign_in": True, "host": "0.0.0.0", "url": HTTPS, "certificate": "a.pem", "key": "b.pem"},
        {"sign_in": True, "url": HTTPS, "trusted_proxies": ("127.0.0.1",)},
    ):
        refuse_unsafe(told(room.settings, **values))


@pytest.fixture
def proxied(newsroom: Path) -> Iterator[Room]:
    """A desk behind a proxy on this machine, which the test plays."""
    set_up(newsroom, more=(f'url = "{HTTPS}"', 'trusted_proxies = ["127.0.0.1"]'))
    for found in served(newsroom):
        add_people(found)
        yield found


PROXY = {"Host": "desk.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}


def test_behind_a_proxy_only_what_came_over_https_is_answered(proxied: Room) -> None:
    visitor = Visitor(proxied.base)
    assert visitor.ask("GET", "/sign-in", headers=PROXY).status == 200
    assert visitor.ask("GET", "/sign-in", headers=PROXY | {"X-Forwarded-Proto": "http"}).status == 403
    assert visitor.ask("GET", "/sign-in", headers={"Host": "desk.example.org"}).status == 403
    assert visitor.ask("GET", "/sign-in").status == 403


def test_behind_a_proxy_the_cookie_is_secure_and_counts_are_by_visitor(proxied: Room) -> None:
    visitor = Visitor(proxied.base)
    form = visitor.ask("GET", "/sign-in", headers=PROXY).form(next="/")
    body = urlencode(form.fields | {"name": "Olena", "password": PASSWORD}).encode()
    wrong = urlencode(form.fields | {"name": "Olena", "password": "a wrong password"}).encode()
    ours = PROXY | {"Origin": HTTPS}
    for _ in range(PER_PAIR):
        assert visitor.ask("POST", "/sign-in", wrong, ours).status == 403
    assert visitor.ask("POST", "/sign-in", body, ours).status == 429
    far = ours | {"X-Forwarded-For": "203.0.113.9"}
    assert visitor.ask("POST", "/sign-in", body, far | {"Origin": "http://desk.example.org"}).status == 403
    # what a visitor writes into the header herself stands left of what the proxy adds
    forged = ours | {"X-Forwarded-For": "203.0.113.77, 198.51.100.7"}
    assert visitor.ask("POST", "/sign-in", body, forged).status == 429
    answer = visitor.ask("POST", "/sign-in", body, far)
    assert answer.status == 303
    assert answer.headers["set-cookie"].startswith("__Host-desk=")
    assert "Secure" in answer.headers["set-cookie"]
    assert visitor.ask("GET", "/edition/daily", headers=PROXY).status in (200, 303)
    assert visitor.ask("GET", "/account", headers=PROXY).status == 200


# --- the command line ------------------------------------------------------------------------------------


def test_editors_are_kept_by_command(newsroom: Path) -> None:
    set_up(newsroom)
    add = ("editors", "add", "Nadia", "--role", "edit", "--password-stdin")
    assert digest(newsroom, *add, typed="too short\n").returncode == 1
    done = digest(newsroom, *add, typed=f"{PASSWORD}\n")
    assert done.returncode == 0, done.stderr
    assert PASSWORD not in done.stdout + done.stderr
    again = digest(
        newsroom, "editors", "add", " NADIA", "--role", "approve", "--password-stdin", typed=PASSWORD
    )
    assert again.returncode == 1
    assert "already" in again.stderr
    assert digest(newsroom, "editors", "role", "Nadia", "--role", "approve").returncode == 0
    assert "Nadia: approve" in digest(newsroom, "editors").stdout
    assert digest(newsroom, "editors", "remove", "nadia").returncode == 0
    assert digest(newsroom, "editors", "remove", "nadia").returncode == 1
    listed = digest(newsroom, "editors", "list")
    assert "removed" in listed.stdout
    assert "argon2" not in listed.stdout
    assert digest(newsroom, "editors", "add", "Nadia", "--role", "view").returncode == 1  # no terminal


@pytest.mark.parametrize("name", ["", "   ", "a,b", "a\nb\x00", "x" * 81])
def test_a_name_is_a_name(room: Room, name: str) -> None:
    with write(room.engine) as conn, pytest.raises(DigestError):
        editors.add(conn, name, "view", "hash", NOW)
