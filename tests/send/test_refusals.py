"""What the SendGrid-shaped server refuses, a test per refusal; and that ours is never refused for it."""

from __future__ import annotations

import http.client
import json
import time

import pytest
from servers.sendgrid import KEY, Provider


@pytest.fixture(scope="module")
def provider():
    with Provider() as server:
        yield server


def mail(**changes):
    base = {
        "from": {"email": "news@courier.example"},
        "subject": "s",
        "content": [{"type": "text/plain", "value": "t"}, {"type": "text/html", "value": "<p>"}],
        "personalizations": [{"to": [{"email": "a@b.example"}]}],
    }
    return {name: value for name, value in (base | changes).items() if value is not None}


def row(number=0, **more):
    return {"to": [{"email": f"r{number}@b.example"}], **more}


def post(provider, body, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", provider.port, timeout=10)
    try:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        defaults = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
        connection.request("POST", "/v3/mail/send", data, defaults | (headers or {}))
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_a_good_mail_is_taken(provider):
    assert post(provider, mail())[0] == 202


REFUSED = {
    "1,001 personalizations": mail(personalizations=[row(n) for n in range(1001)]),
    "no personalization": mail(personalizations=[]),
    "the same address twice": mail(personalizations=[row(1), row(1)]),
    "the same address in other case": mail(
        personalizations=[row(), {"to": [{"email": "R0@B.EXAMPLE"}]}]
    ),
    "no recipient": mail(personalizations=[{"to": []}]),
    "a bad address": mail(personalizations=[{"to": [{"email": "nobody"}]}]),
    "1,001 recipients": mail(
        personalizations=[{"to": [{"email": f"{n}@b.example"} for n in range(1001)]}]
    ),
    "no sender": mail(**{"from": None}),
    "no subject": mail(subject=""),
    "no content": mail(content=[]),
    "an empty part": mail(content=[{"type": "text/plain", "value": ""}]),
    "HTML before text": mail(content=list(reversed(mail()["content"]))),
    "eleven categories": mail(categories=[str(n) for n in range(11)]),
    "a category twice": mail(categories=["a", "a"]),
    "a category of 256": mail(categories=["a" * 256]),
    "a reserved header": mail(headers={"Reply-To": "x"}),
    "a reader's reserved header": mail(personalizations=[row(headers={"Subject": "x"})]),
    "a header with a line break": mail(personalizations=[row(headers={"X-A": "a\r\nBcc: b"})]),
    "a header not ASCII": mail(personalizations=[row(headers={"X-A": "é"})]),
    "a header that is a number": mail(personalizations=[row(headers={"X-A": 1})]),
    "a substitution that is a number": mail(personalizations=[row(substitutions={"-a-": 1})]),
    "substitutions over 10,000 bytes": mail(personalizations=[row(substitutions={"-a-": "x" * 10_000})]),
    "custom arguments over 10,000 bytes": mail(personalizations=[row(custom_args={"a": "x" * 10_000})]),
    "a custom argument that is a number": mail(personalizations=[row(custom_args={"a": 1})]),
    "send_at in 80 hours": mail(send_at=int(time.time()) + 80 * 3600),
    "26 groups": mail(asm={"group_id": 1, "groups_to_display": list(range(26))}),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_refuses(provider, what):
    taken = len(provider.taken)
    status, text = post(provider, REFUSED[what])
    assert status == 400 and "errors" in text
    assert len(provider.taken) == taken


def test_refuses_31_megabytes(provider):
    connection = http.client.HTTPConnection("127.0.0.1", provider.port, timeout=10)
    connection.putrequest("POST", "/v3/mail/send")
    connection.putheader("Content-Length", "31000000")
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer SG.other"}, 403),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
def test_refuses_without_a_right_header(provider, headers, status):
    assert post(provider, mail(), headers)[0] == status


def test_refuses_what_is_no_json(provider):
    assert post(provider, b"{")[0] == 400
