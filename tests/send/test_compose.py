"""Composing: what is spliced in is what a mail program reads back; nothing can start a header."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import SendError
from digest.send import mime
from digest.send.compose import Letter, Recipient, filled, one_line, tags_in, unsafe
from digest.send.senders.sendgrid_request import MAX_PERSONALIZATION, personalization, row_of
from digest.store import recipients

DATE = mime.date_of(datetime(2026, 2, 18, 7, tzinfo=UTC))
TEXT = st.text(max_size=300)
BODY = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"),
    max_size=600,
)


def letter(**changes) -> Letter:
    base = {
        "campaign": "daily-2026-02-18-0700", "newsletter": "daily", "sender": "Кур'єр <news@courier.example>",
        "reply_to": "Редакція <desk@courier.example>", "list_id": "Щоденна <daily.courier.example>",
        "prefix": "dabc", "subject": "Новини, -dabc:name:t-", "html": "<p>-dabc:name:h-</p>",
        "text": "-dabc:name:t-\n-dabc:unsubscribe:t-",
    }  # fmt: skip
    return Letter(**base | changes)


def reader(name="Ana", address="ana@readers.example", **values) -> Recipient:
    link = "https://mail.courier.example/u/k1.1.daily.abc"
    return Recipient(
        id="1.2.3", ordinal=3, address=address, name=name, message_id="<a@b>",
        values={"name": name, "unsubscribe": link} | values,
    )  # fmt: skip


def read(data: bytes):
    return email.message_from_bytes(data, policy=email.policy.default)


def composed(one: Letter, who: Recipient, eight_bit: bool):
    form = mime.encode(one, eight_bit=eight_bit)
    data = mime.message(form, one, who, DATE)
    for line in data.split(b"\r\n"):
        assert len(line) <= 998 and b"\r" not in line and b"\n" not in line
    assert eight_bit or data.isascii()
    return read(data)


@settings(max_examples=80, deadline=None)
@given(name=TEXT, eight_bit=st.booleans())
def test_any_name_is_read_back(name, eight_bit):
    name = name.encode("utf-8", "replace").decode()
    mail = composed(letter(), reader(name), eight_bit)
    assert mail["To"].addresses[0].addr_spec == "ana@readers.example"
    assert mail["From"].addresses[0].display_name == "Кур'єр"
    assert len(set(mail.keys())) == len(mail.keys())
    text, html = (part.get_content() for part in mail.iter_parts())
    assert text.split("\r\n")[0].rstrip() == one_line(name)
    assert html.startswith(f"<p>{filled(name, 'h')}</p>")


@settings(max_examples=80, deadline=None)
@given(body=BODY, eight_bit=st.booleans())
def test_any_body_is_read_back(body, eight_bit):
    mail = composed(letter(text=f"{body}-dabc:name:t-", html=f"{body}-dabc:name:h-"), reader(), eight_bit)
    for part in mail.iter_parts():
        assert part.get_content().replace("\r\n", "\n").rstrip("\n") == f"{body}Ana".rstrip("\n")


@pytest.mark.parametrize(
    "subject", ["Новини " * 40, "x" * 300, "a\r\nBcc: b@c.example", "émoji 👩‍👩‍👧 " * 20]
)
def test_any_subject_is_one_header(subject):
    mail = composed(letter(subject=subject), reader(), True)
    assert mail["Subject"].split() == one_line(subject).split() and mail["Bcc"] is None


@pytest.mark.parametrize("value", ["a\r\nBcc: x", "a\nb", "a\0b", "é", "x" * 1000])
def test_a_header_refuses_what_could_start_another(value):
    with pytest.raises(ValueError):
        mime.header("X-Test", value)


@pytest.mark.parametrize(
    "address",
    ["", "a", "a@", "@b", "a b@c.example", "a@b.example\r\nX: y", "a@b>c.example", "a,b@c.example",
     "ана@b.example", "a@b.example\0", "a" * 65 + "@b.example", "a@" + "b" * 254],
)  # fmt: skip
def test_an_address_that_cannot_be_written_is_unsafe(address):
    assert unsafe(address)


@pytest.mark.parametrize("address", ["a@b.example", "a.b+c-d_e@xn--e1aybc.example", "o'neil@b.example"])
def test_an_ordinary_address_is_safe(address):
    assert unsafe(address) is None


def test_a_tag_nobody_can_fill_stops_before_anything_is_sent():
    with pytest.raises(SendError, match="nobody can fill"):
        tags_in(letter(text="-dabc:nmae:t-"))
    with pytest.raises(SendError, match="nobody can fill"):
        tags_in(letter(html="-dabc:name:x-"))


def test_a_value_cannot_be_a_tag():
    """Values go in at once: what a reader calls herself is never looked at for tags again."""
    mail = composed(letter(), reader("-dabc:unsubscribe:t-"), True)
    assert mail["Subject"].endswith("-dabc:unsubscribe:t-")
    assert mail.get_body(("plain",)).get_content().startswith("-dabc:unsubscribe:t-\r\n")


@given(name=TEXT)
def test_any_name_makes_a_sound_personalization(name):
    import orjson

    name = name.encode("utf-8", "replace").decode()
    found = orjson.loads(personalization(row_of(letter()), reader(name)))
    assert found["substitutions"]["-dabc:name:t-"] == one_line(name)
    assert found["custom_args"] == {"recipient": "1.2.3"}
    assert set(found["headers"]) >= {"List-Unsubscribe", "List-Unsubscribe-Post", "List-Id", "Precedence"}
    assert all(value.isascii() and value.isprintable() for value in found["headers"].values())


def test_a_personalization_over_10000_bytes_is_refused_here():
    with pytest.raises(ValueError):
        personalization(row_of(letter()), reader("x" * MAX_PERSONALIZATION))


@given(st.sets(st.integers(1, 2**40), max_size=200))
def test_ids_are_read_back(ids):
    assert recipients.unpack_ids(recipients.pack_ids(sorted(ids))) == tuple(sorted(ids))


@pytest.mark.parametrize("ids", [[2, 1], [1, 1], [0], [-1, 3]])
def test_ids_out_of_order_are_refused(ids):
    with pytest.raises(ValueError):
        recipients.pack_ids(ids)


@given(st.sets(st.integers(0, 1200)), st.sets(st.integers(0, 1200)))
def test_bitmaps(some, more):
    bitmap = recipients.bits(more, recipients.bits(some))
    assert recipients.ordinals(bitmap) == tuple(sorted(some | more))
    assert recipients.count(bitmap) == len(some | more)
    kept = sorted(range(0, 1200, 3))
    assert recipients.ordinals(recipients.carried(bitmap, kept)) == tuple(
        new for new, ordinal in enumerate(kept) if ordinal in some | more
    )
