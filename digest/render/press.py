"""Everything read from a newsroom's templates, set up once and kept while none of its files changes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment

from digest.render import edition, language, looks, theme
from digest.render.edition import Page
from digest.render.language import Language
from digest.render.quick import Quick
from digest.render.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Press:
    """A language's strings and theme, and the templates that are filled with them."""

    language: Language
    theme: Theme
    quick: Quick
    plain: Environment  #: the same templates, for errors by file and line
    text: Environment

    @property
    def values(self) -> dict[str, object]:
        """What each template gets, whatever the edition."""
        return {"theme": self.theme, "lang": self.language, "say": self.language.say}

    def mjml(self, look: str, page: Page, prefix: str) -> str:
        """The look's MJML with its marks. TemplateError with file and line."""
        with suppress(*looks.TOLD):
            template = self.quick.get_template(f"{look}.mjml.j2")
            return template.render(tag=edition.tags(prefix, "h"), page=page, **self.values)
        return self._fill(self.plain, look, [f"{look}.mjml.j2"], page, prefix)

    def plain_text(self, look: str, page: Page, prefix: str) -> str:
        """The text part; looks without one of their own share base.txt.j2. TemplateError as above."""
        return self._fill(self.text, look, [f"{look}.txt.j2", "base.txt.j2"], page, prefix)

    def _fill(self, env: Environment, look: str, names: list[str], page: Page, prefix: str) -> str:
        tag = edition.tags(prefix, "h" if env.autoescape else "t")
        with looks.told():
            try:
                return looks.known(env, look, names).render(tag=tag, page=page, **self.values)
            except RecursionError:
                looks.refuse_cycles(env)
                raise


def press(folder: Path, code: str) -> Press:
    """The press of this folder and language; one look at the folder tells whether it is still good."""
    stamp = tuple((str(file), file.stat().st_mtime_ns) for file in sorted(folder.rglob("*")))
    return _press(folder, code, stamp)


@lru_cache(maxsize=8)
def _press(folder: Path, code: str, stamp: tuple[tuple[str, int], ...]) -> Press:
    tongue = language.load(folder, code)
    look = theme.load(folder, tongue.code)
    quick = looks.environment(folder, "mjml", Quick)
    made = Press(
        language=tongue,
        theme=look,
        quick=quick,
        plain=looks.environment(folder, "mjml", Environment),
        text=looks.environment(folder, "txt", Environment),
    )
    quick.fixed = made.values
    return made
