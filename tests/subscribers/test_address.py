"""What is an address, what is not, and that the reason never repeats it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from subscribers_facts import PEPPER

from subscribers.address import address_key, one_line, parse
from subscribers.errors import AddressRefused, SecretsRefused


@pytest.mark.parametrize(
    ("typed", "address", "norm"),
    [
        ("olena@example.org", "olena@example.org", "olena@example.org"),
        (
            "  Olena.Koval+news@Example.ORG\u00a0",
            "Olena.Koval+news@Example.ORG",
            "olena.koval+news@example.org",
        ),
        ("o'brien@example.co.uk", "o'brien@example.co.uk", "o'brien@example.co.uk"),
        ("x@bücher.example", "x@xn--bcher-kva.example", "x@xn--bcher-kva.example"),
        ("x@BU\u0308CHER.example", "x@xn--bcher-kva.example", "x@xn--bcher-kva.example"),
        ("q@Пошта.укр", "q@xn--80a1acn3a.xn--j1amh", "q@xn--80a1acn3a.xn--j1amh"),
        ("\ufeffa@b.io", "a@b.io", "a@b.io"),
        (f"{'x' * 64}@example.org", f"{'x' * 64}@example.org", f"{'x' * 64}@example.org"),
    ],
)
def test_an_address_is_kept_as_typed_and_known_by_its_normal_form(
    typed: str, address: str, norm: str
) -> None:
    assert parse(typed) == (address, norm)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "olena", "@example.org", "olena@", "a@b", "a@b..org", ".a@example.org", "a.@example.org"),
        *("a..b@example.org", "a b@example.org", "a@exa mple.org", "a@-b.org", "a@b-.org", "a@[192.0.2.1]"),
        *('"a b"@example.org', "A <a@example.org>", "a@example.org,b@example.org", "a@@example.org"),
        *("a@example.org\r\nBcc: b@example.org", "a\x00@example.org", "a@example.org\n", "a@straße.example"),
        *(
            "Юрій@example.org",
            "a@example.1",
            "a@example.org.",
            f"{'x' * 65}@example.org",
            "a@ex\u202eample.org",
        ),
        f"a@{'.'.join(['x' * 60] * 5)}.org",
    ],
)
def test_what_is_no_address_is_refused_with_a_reason(typed: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        parse(typed)
    assert refused.value.message
    assert "example" not in refused.value.message


@given(st.text(max_size=60))
def test_whatever_is_taken_is_one_safe_line(typed: str) -> None:
    try:
        address, norm = parse(typed)
    except AddressRefused:
        return
    assert address.isascii()
    assert address.isprintable()
    assert " " not in address
    assert len(address) <= 254
    assert parse(norm).norm == norm == address.lower()


@given(st.text(max_size=80))
def test_a_name_becomes_one_clean_line(text: str) -> None:
    line = one_line(text)
    assert line == one_line(line)
    assert not set(line) & set("\r\n\t\0\u2028\u2029\u202e")
    assert len(line) <= 200


def test_a_key_needs_a_pepper_worth_the_name() -> None:
    assert address_key(PEPPER, "a@example.org") != address_key(PEPPER + "x", "a@example.org")
    assert len(address_key(PEPPER, "a@example.org")) == 32
    with pytest.raises(SecretsRefused):
        address_key("short", "a@example.org")
