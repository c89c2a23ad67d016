"""A browser without scripts, as small as it gets: cookies, forms, redirects, over http.client."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes
    path: str

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def forms(self) -> list[Form]:
        reader = _Forms()
        reader.feed(self.text)
        reader.close()
        return reader.forms

    def form(self, **values: str) -> Form:
        """The one form that has these fields with these values."""
        fitting = [
            f for f in self.forms if all(f.fields.get(name) == value for name, value in values.items())
        ]
        assert fitting, f"no form with {values}"
        return fitting[0]


@dataclass(slots=True)
class Form:
    action: str
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.area: str | None = None
        self.named: dict[str, Form] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(values.get("action", ""), values.get("method", "get").lower()))
            self.named[values.get("id", "")] = self.forms[-1]
        elif (
            tag == "button" and values.get("name") == "do"
        ):  # one of many buttons of the page's form for edits
            outer = self.named[values["form"]]
            kind, *numbers = values["value"].split(" ")
            names = ("edit",) if kind == "undo" else ("entry", "other")
            said = {"do": values["value"], "kind": kind, **dict(zip(names, numbers, strict=False))}
            self.forms.insert(len(self.forms) - 1, Form(outer.action, outer.method, outer.fields | said))
        elif tag == "input" and self.forms and "name" in values:
            self.forms[-1].fields[values["name"]] = values.get("value", "")
        elif tag == "textarea" and self.forms and "name" in values:
            self.area = values["name"]
            self.forms[-1].fields[self.area] = ""

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.forms[-1].fields[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = None


class Visitor:
    def __init__(self, base: str, tls: ssl.SSLContext | None = None) -> None:
        """tls: given where the base is https, and whom to believe."""
        parts = urlsplit(base)
        self.base, self.tls = base, tls
        self.host = f"{parts.hostname}:{parts.port}"
        self.cookies: dict[str, str] = {}

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request, nothing followed; headers given here replace the usual ones."""
        sent = {"Host": self.host, "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.base}
        sent |= headers or {}
        connection = self._connection()
        try:
            connection.request(method, path, body, {k: v for k, v in sent.items() if v})
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return Answer(
            status=answer.status,
            headers={k.lower(): v for k, v in answer.getheaders()},
            body=content,
            path=path,
        )

    def _connection(self) -> http.client.HTTPConnection:
        if self.tls:
            return http.client.HTTPSConnection(self.host, timeout=20, context=self.tls)
        return http.client.HTTPConnection(self.host, timeout=20)

    def get(self, path: str) -> Answer:
        answer = self.ask("GET", path)
        for _ in range(5):
            if answer.status not in (302, 303):
                break
            answer = self.ask("GET", answer.headers["location"].partition("#")[0])
        return answer

    def send(self, form: Form, **values: str) -> Answer:
        """The form with these fields changed, redirects followed."""
        answer = self.ask("POST", form.action, urlencode(form.fields | values).encode())
        return self.get(answer.headers["location"].partition("#")[0]) if answer.status == 303 else answer

    def enter(self, link: str, name: str = "Olena") -> Visitor:
        """Opens the first link and says who she is."""
        self.ask("GET", link)
        page = self.get("/name")
        self.send(page.form(next="/"), by=name)
        return self
