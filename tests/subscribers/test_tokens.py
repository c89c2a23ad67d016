"""Links that cannot be forged, guessed, bent or worn out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from subscribers_facts import NOW, SECRETS

from subscribers.errors import (
    SecretsRefused,
    TokenExpired,
    TokenForged,
    TokenMalformed,
    TokenRefused,
)
from subscribers.tokens import Purpose, Token, Tokens

tokens = Tokens(SECRETS)
PURPOSES: tuple[Purpose, ...] = ("u", "p", "c", "v")
ids = st.integers(min_value=0, max_value=2**63 - 1)
scopes = st.text(max_size=40)


@given(st.sampled_from(PURPOSES), ids, scopes)
def test_a_token_says_what_was_signed(purpose: Purpose, subscriber_id: int, scope: str) -> None:
    token = tokens.sign(purpose, subscriber_id, scope)
    assert tokens.read(purpose, token) == Token(subscriber_id=subscriber_id, scope=scope)
    assert not set(token) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~")


def test_a_token_with_any_byte_changed_is_refused() -> None:
    token = tokens.sign("u", 4711, "daily")
    for place, letter in enumerate(token):
        for other in {chr(ord(letter) ^ (1 << bit)) for bit in range(7)} | set("-_.~0aA=%é"):
            if other != letter:
                with pytest.raises(TokenRefused):
                    tokens.read("u", token[:place] + other + token[place + 1 :])


@given(ids, st.data())
def test_a_token_cut_or_doubled_anywhere_is_refused(subscriber_id: int, data: st.DataObject) -> None:
    token = tokens.sign("u", subscriber_id, "daily")
    start = data.draw(st.integers(0, len(token) - 1))
    end = data.draw(st.integers(start + 1, len(token)))
    for bent in (token[:start] + token[end:], token[:end] + token[start:]):
        if bent != token:
            with pytest.raises(TokenRefused):
                tokens.read("u", bent)


@given(st.text())
def test_no_text_is_a_token_by_chance(text: str) -> None:
    with pytest.raises(TokenRefused):
        tokens.read("u", text)


def test_a_token_serves_its_own_purpose_only() -> None:
    token = tokens.sign("p", 1, "daily")
    for purpose in PURPOSES:
        if purpose != "p":
            with pytest.raises(TokenForged):
                tokens.read(purpose, token)


def test_an_old_key_verifies_until_it_is_taken_out() -> None:
    old = Tokens("k1:the first secret of the tests").sign("u", 7, "daily")
    assert tokens.read("u", old).subscriber_id == 7
    assert tokens.sign("u", 7, "daily").startswith("k2.")
    with pytest.raises(TokenForged):
        Tokens("k2:the second secret of the tests").read("u", old)
    with pytest.raises(TokenForged):
        Tokens("k1:another secret of that name").read("u", old)


def test_a_confirmation_holds_48_hours() -> None:
    token = tokens.sign_confirmation(5, ["daily", "the weekly.one"], NOW)
    read = tokens.read_confirmation(token, NOW + timedelta(hours=48))
    assert (read.subscriber_id, read.lists, read.asked_at) == (5, ("daily", "the weekly.one"), NOW)
    with pytest.raises(TokenExpired):
        tokens.read_confirmation(token, NOW + timedelta(hours=48, seconds=1))
    with pytest.raises(TokenMalformed):
        tokens.read_confirmation(tokens.sign("c", 5, "no time"), NOW)


@pytest.mark.parametrize(
    "secrets", ["", ",", "no-colon", "k1:short", "K 1:" + "x" * 20, f"a:{'x' * 20},a:{'y' * 20}"]
)
def test_secrets_that_protect_nothing_are_refused_unseen(secrets: str) -> None:
    with pytest.raises(SecretsRefused) as refused:
        Tokens(secrets)
    assert "xxx" not in str(refused.value)


def test_no_secret_is_shown() -> None:
    assert "secret" not in repr(tokens)
