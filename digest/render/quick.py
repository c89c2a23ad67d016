"""The quick way through the same templates: what cannot change between two mails is settled at compiling.

An include of a fixed name is put in place of its tag, and the values of theme, language and strings become
part of the text around them: some forty per cent of the time of Jinja's own way, which builds a context for
each include. Same bytes, but an error would name the wrong file. So nothing is told from here: whatever
goes wrong is raised as it comes, and the caller fills the template again the plain way, which tells it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, TemplateError, nodes
from jinja2.visitor import NodeTransformer


class Quick(Environment):
    """An environment whose templates are compiled with `fixed` values in them."""

    fixed: Mapping[str, object]

    def compile(self, source: Any, name: Any = None, filename: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Compiles the template with its includes in it."""
        tree = self.settled(source, (name or "",)) if isinstance(source, str) else source
        return super().compile(tree, name, filename, *args, **kwargs)

    def settled(self, source: str, path: tuple[str, ...]) -> nodes.Template:
        """The parsed template with everything fixed put in; `path` are the templates it stands in."""
        tree = self.parse(source, path[-1])
        if any(name.ctx != "load" and name.name in self.fixed for name in tree.find_all(nodes.Name)):
            raise TemplateError("a name of ours is set anew: not for the quick way")
        settled: nodes.Template = _Settle(self, path).visit(tree)
        return settled


class _Settle(NodeTransformer):
    def __init__(self, env: Quick, path: tuple[str, ...]) -> None:
        self.env, self.path = env, path

    def visit_Include(self, node: nodes.Include) -> nodes.Node:
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        if not isinstance(name, str) or name in self.path or node.ignore_missing or not node.with_context:
            return node
        if self.env.loader is None:
            return node
        source, _, _ = self.env.loader.get_source(self.env, name)
        tree = self.env.settled(source, (*self.path, name))
        if tree.find(nodes.Block) or tree.find(nodes.Extends):
            return node
        return nodes.Scope(tree.body, lineno=node.lineno)

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:
        value = self._value(node)
        if isinstance(value, str | int):
            return nodes.Const(value, lineno=node.lineno)
        return self.generic_visit(node)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        plain = all(isinstance(word, nodes.Const) for word in node.args)
        say = self._value(node.node)
        if not callable(say) or not plain or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return node
        return nodes.Const(say(*(word.value for word in node.args)), lineno=node.lineno)  # type: ignore[attr-defined]

    def _value(self, node: nodes.Node) -> object:
        """What the name or attribute is when that is fixed, else None."""
        if isinstance(node, nodes.Name):
            return self.env.fixed.get(node.name)
        if isinstance(node, nodes.Getattr):
            holder = self._value(node.node)
            return None if holder is None else self.env.getattr(holder, node.attr)
        return None
