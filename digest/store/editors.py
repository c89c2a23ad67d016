"""Who may sign in at the desk, in which role, and which sessions are open. Keeps hashes only."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from digest.errors import DigestError
from digest.store.tables import editor_sessions, editors

Role = Literal["view", "edit", "approve"]
ROLES: tuple[Role, ...] = get_args(Role)  #: each may do what those before it may
MAX_NAME = 80  #: characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """One who may sign in, or could until `disabled_at`."""

    id: int
    name: str
    role: Role
    added_at: datetime
    disabled_at: datetime | None = None

    def may(self, role: Role) -> bool:
        """Whether what needs this role is allowed."""
        return self.disabled_at is None and ROLES.index(self.role) >= ROLES.index(role)


def add(conn: Connection, name: str, role: Role, password_hash: str, at: datetime) -> Editor:
    """A new editor, or a removed one back under the same name; DigestError when the name is taken."""
    name = _clean(name)
    values = {"name": name, "role": role, "password_hash": password_hash, "added_at": at, "disabled_at": None}
    known = conn.execute(select(editors).where(editors.c.key == key_of(name))).first()
    if known is not None and known.disabled_at is None:
        raise DigestError(
            "is an editor already; `digest editors password` or `role` changes that", subject=name
        )
    try:
        if known is None:
            conn.execute(insert(editors).values(key=key_of(name), **values))
        else:
            conn.execute(update(editors).where(editors.c.id == known.id).values(values))
    except IntegrityError as error:
        raise DigestError("another added this name just now", subject=name) from error
    return find(conn, name)


def find(conn: Connection, name: str) -> Editor:
    """The editor of this name who may sign in; DigestError when there is none."""
    row = conn.execute(_present(name)).first()
    if row is None:
        raise DigestError("no editor has this name", subject=name)
    return _editor(row)


def listed(conn: Connection) -> tuple[Editor, ...]:
    """Everyone, the removed ones too, by name."""
    return tuple(_editor(row) for row in conn.execute(select(editors).order_by(editors.c.key)))


def approvers(conn: Connection) -> frozenset[str]:
    """The names whose approval counts now."""
    query = select(editors.c.name).where(editors.c.role == "approve", editors.c.disabled_at.is_(None))
    return frozenset(conn.execute(query).scalars())


def to_check(conn: Connection, name: str) -> tuple[Editor, str] | None:
    """The editor of this name with the hash of her password; None for a name that may not sign in."""
    row = conn.execute(_present(name)).first()
    return None if row is None else (_editor(row), row.password_hash)


def set_password(
    conn: Connection, editor: Editor, password_hash: str, *, keep_sessions: bool = False
) -> None:
    """Another hash; it ends all her sessions, unless only the way of hashing changed."""
    conn.execute(update(editors).where(editors.c.id == editor.id).values(password_hash=password_hash))
    if not keep_sessions:
        end_all(conn, editor)


def set_role(conn: Connection, editor: Editor, role: Role) -> None:
    """Another role; it ends all her sessions, so that no page drawn for the old one stays open."""
    conn.execute(update(editors).where(editors.c.id == editor.id).values(role=role))
    end_all(conn, editor)


def remove(conn: Connection, editor: Editor, at: datetime) -> None:
    """She signs in no more and her sessions end; her name stays beside what she did."""
    conn.execute(update(editors).where(editors.c.id == editor.id).values(disabled_at=at))
    end_all(conn, editor)


def begin(conn: Connection, editor: Editor, key: str, at: datetime, ends: datetime) -> None:
    """A session under this key; those that have ended are forgotten."""
    conn.execute(delete(editor_sessions).where(editor_sessions.c.ends_at <= at))
    conn.execute(insert(editor_sessions).values(editor_id=editor.id, key=key, begun_at=at, ends_at=ends))


def signed_in(conn: Connection, key: str, at: datetime) -> Editor | None:
    """Whose session this is; None when it has ended or there is none."""
    query = select(editors).join(editor_sessions, editor_sessions.c.editor_id == editors.c.id)
    row = conn.execute(
        query.where(
            editor_sessions.c.key == key,
            editor_sessions.c.ends_at > at,
            editors.c.disabled_at.is_(None),
        )
    ).first()
    return None if row is None else _editor(row)


def end(conn: Connection, key: str) -> None:
    """One session ends."""
    conn.execute(delete(editor_sessions).where(editor_sessions.c.key == key))


def end_all(conn: Connection, editor: Editor) -> None:
    """All her sessions end."""
    conn.execute(delete(editor_sessions).where(editor_sessions.c.editor_id == editor.id))


def key_of(name: str) -> str:
    """The same for names that differ in case, width or spaces only."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())[:200]


def _clean(name: str) -> str:
    clean = " ".join(unicodedata.normalize("NFC", name).split())
    if not clean or len(clean) > MAX_NAME or not clean.isprintable() or "," in clean:
        raise DigestError(f"a name has 1 to {MAX_NAME} letters and no comma", subject=name)
    return clean


def _present(name: str) -> Any:
    return select(editors).where(editors.c.key == key_of(name), editors.c.disabled_at.is_(None))


def _editor(row: Any) -> Editor:
    return Editor(id=row.id, name=row.name, role=row.role, added_at=row.added_at, disabled_at=row.disabled_at)
