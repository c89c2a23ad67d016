"""Every error of the readers' side, drawn here; none of them ever holds an address.

    SubscribersError
    ├── AddressRefused      what was given is no address we can mail: reason
    ├── TokenRefused        a link cannot be trusted
    │   ├── TokenMalformed  it is cut short or altered beyond reading
    │   ├── TokenForged     its signature is not ours, or its key is no longer known
    │   └── TokenExpired    it was good once
    ├── SecretsRefused      DIGEST_SECRETS or DIGEST_PEPPER cannot be used
    │   └── PepperChanged   it is not the one this database was made with
    ├── UnknownSubscriber   no such reader
    ├── UnknownList         no such list
    ├── TopicRefused        a name that no section can have
    ├── SegmentRefused      a segment cannot be read, or is not there
    ├── OptOutLogRefused    the log of opt-outs cannot be read
    └── CsvRefused          a file cannot be read as a table of readers

The class docstring is the default message.
"""

from __future__ import annotations


class SubscribersError(Exception):
    """Something went wrong with the readers' records."""

    def __init__(self, message: str | None = None, *, subject: str | None = None) -> None:
        self.message = message or (type(self).__doc__ or "").strip()
        self.subject = subject
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.subject}: {self.message}" if self.subject else self.message


class AddressRefused(SubscribersError):
    """This is no address that can be mailed."""


class TokenRefused(SubscribersError):
    """This link cannot be trusted."""


class TokenMalformed(TokenRefused):
    """This link is cut short or altered."""


class TokenForged(TokenRefused):
    """This link was not made by us."""


class TokenExpired(TokenRefused):
    """This link was good once and is too old now."""


class SecretsRefused(SubscribersError):
    """The signing secrets cannot be used."""


class PepperChanged(SecretsRefused):
    """DIGEST_PEPPER is not the one this database was made with: with another, opt-outs would be lost."""


class UnknownSubscriber(SubscribersError):
    """There is no such reader."""


class UnknownList(SubscribersError):
    """There is no such list."""


class TopicRefused(SubscribersError):
    """This is no topic: one line of at most 100 characters, without a semicolon."""


class SegmentRefused(SubscribersError):
    """This segment cannot be read."""


class OptOutLogRefused(SubscribersError):
    """The log of opt-outs cannot be read."""


class CsvRefused(SubscribersError):
    """This file cannot be read as a table of readers."""
