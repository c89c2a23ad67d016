"""editors add, remove, password, role: who may sign in at the desk, and as what."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from digest.commands.context import Answer, Context, short
from digest.errors import DigestError
from digest.store import editors, edits
from digest.store.editors import Editor
from digest.store.engine import Connection, read, write


def listed(context: Context) -> Answer:
    """Everyone who may sign in, and who might once."""
    with read(context.engine) as conn:
        found = editors.listed(conn)
    lines = [
        f"{one.name}: {one.role}, since {short(one.added_at)}"
        + (f", removed {short(one.disabled_at)}" if one.disabled_at else "")
        for one in found
    ]
    if not context.settings.desk.sign_in:
        lines.append("sign_in is off: the desk asks for no password")
    return Answer(document={"editors": found}, text="\n".join(lines))


def add(context: Context) -> Answer:
    """An editor with a password, typed twice or read from stdin."""
    from digest import passwords

    name, role = context.args.name, context.args.role
    kept = passwords.hash_of(_password(context))
    with write(context.engine) as conn:
        editor = editors.add(conn, name, role, kept, context.clock())
        _record(conn, context, "editor-add", editor, role)
    return _said(editor, f"{editor.name} may sign in: {role}")


def remove(context: Context) -> Answer:
    """She signs in no more, and her sessions end now; what she did keeps her name."""
    with write(context.engine) as conn:
        editor = editors.find(conn, context.args.name)
        editors.remove(conn, editor, context.clock())
        _record(conn, context, "editor-remove", editor)
    return _said(editor, f"{editor.name} signs in no more")


def password(context: Context) -> Answer:
    """Another password; it ends all her sessions."""
    from digest import passwords

    with read(context.engine) as conn:
        editors.find(conn, context.args.name)
    kept = passwords.hash_of(_password(context))
    with write(context.engine) as conn:
        editor = editors.find(conn, context.args.name)
        editors.set_password(conn, editor, kept)
        _record(conn, context, "editor-password", editor)
    return _said(editor, f"{editor.name} has another password; her sessions have ended")


def role(context: Context) -> Answer:
    """Another role; it ends all her sessions."""
    with write(context.engine) as conn:
        editor = editors.find(conn, context.args.name)
        editors.set_role(conn, editor, context.args.role)
        _record(conn, context, "editor-role", editor, context.args.role)
    return _said(editor, f"{editor.name}: {context.args.role}; her sessions have ended")


def _said(editor: Editor, text: str) -> Answer:
    return Answer(document={"editor": editor.name}, text=text)


def _record(conn: Connection, context: Context, what: str, editor: Editor, role: str | None = None) -> None:
    edits.record(
        conn,
        at=context.clock(),
        by=getpass.getuser(),
        what=what,
        detail={"editor": editor.name} | ({"role": role} if role else {}),
    )


def _password(context: Context) -> str:
    """The password from stdin's first line, or typed twice; never an argument, which others could see."""
    if context.args.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise DigestError("there is no terminal to type a password on: use --password-stdin")
    first = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != first:
        raise DigestError("the two differ; nothing was changed")
    return first


def _arg(*flags: str, **options: Any) -> tuple[tuple[str, ...], dict[str, Any]]:
    return flags, options


_NAME = _arg("name", metavar="NAME")
_ROLE = _arg("--role", choices=editors.ROLES, required=True, help="each may do what those before it may")
_STDIN = _arg("--password-stdin", action="store_true", help="read the password from the first line of stdin")

COMMANDS = (
    ("list", listed, "who may sign in", ()),
    ("add", add, "add an editor", (_NAME, _ROLE, _STDIN)),
    ("remove", remove, "an editor signs in no more", (_NAME,)),
    ("password", password, "give an editor another password", (_NAME, _STDIN)),
    ("role", role, "give an editor another role", (_NAME, _ROLE)),
)
