"""Every error of the news side, drawn here.

    DigestError
    ├── SettingsError          digest.toml or secrets.env is wrong: file, line, key
    ├── StoreError             the database cannot be used as it is
    │   └── MigrationNeeded    its tables are of another version
    ├── FeedError              one feed could not be read: url
    │   ├── FetchRefused       its address may not be asked (scheme, private network)
    │   ├── FetchFailed        no usable answer
    │   └── NotAFeed           the bytes are no feed
    ├── TemplateError          a template cannot be rendered: file, line
    ├── EditionError           an edition cannot do that: its name, its state
    │   ├── UnknownEdition     no such edition
    │   ├── WrongState         not from this state
    │   ├── EditConflict       someone changed the same words in the meantime
    │   ├── StaleApproval      the hash is not the one that would be sent
    │   └── Blocked            findings that block
    └── SendError              sending had to stop
        ├── UnsupportedFeature a sender cannot tell this to its provider
        ├── InDoubt            batches in doubt must be settled first
        └── WebhookRefused     what came to the webhook is not the provider's

Each carries its subject and, by `raise … from`, its cause; the class docstring is the default message.
"""

from __future__ import annotations


class DigestError(Exception):
    """Something went wrong."""

    def __init__(self, message: str | None = None, *, subject: str | None = None) -> None:
        self.message = message or (type(self).__doc__ or "").strip()
        self.subject = subject
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.subject}: {self.message}" if self.subject else self.message


class SettingsError(DigestError):
    """The settings are wrong."""


class StoreError(DigestError):
    """The database cannot be used as it is."""


class MigrationNeeded(StoreError):
    """The database has tables of another version: run `digest migrate`."""


class FeedError(DigestError):
    """The feed could not be read."""


class FetchRefused(FeedError):
    """This address may not be fetched."""


class FetchFailed(FeedError):
    """The address gave no usable answer."""


class NotAFeed(FeedError):
    """The document is no feed."""


class TemplateError(DigestError):
    """The template cannot be rendered."""


class EditionError(DigestError):
    """The edition cannot do that."""


class UnknownEdition(EditionError):
    """There is no such edition."""


class WrongState(EditionError):
    """The edition is not in a state that allows this."""


class EditConflict(EditionError):
    """Someone changed the same words in the meantime."""


class StaleApproval(EditionError):
    """The edition is not what was shown: look at it again, then approve its present hash."""


class Blocked(EditionError):
    """Findings block this edition."""


class SendError(DigestError):
    """Sending had to stop."""


class UnsupportedFeature(SendError):
    """The sender cannot tell this to its provider."""


class InDoubt(SendError):
    """Batches are in doubt: settle them first."""


class WebhookRefused(SendError):
    """What came to the webhook is not the provider's."""
