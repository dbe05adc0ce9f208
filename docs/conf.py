"""How the pages are built: ``sphinx-build -W -b html docs docs/_build``."""

from __future__ import annotations

from pathlib import Path
from pkgutil import resolve_name

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

project = "timeline"
author = "The timeline developers"
copyright = "The timeline developers, MIT licence"  # noqa: A001  (Sphinx's name)
extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
]
copybutton_prompt_text = r">>> |\.\.\. |\$ "  # what is copied has no prompts
copybutton_prompt_is_regexp = True
html_theme = "furo"
html_title = "timeline"
html_static_path: list[str] = []
default_role = "code"  # our docstrings write `name`
autodoc_member_order = "bysource"
napoleon_use_ivar = True  # attributes are told once, in the class
exclude_patterns = ["_build", "**/.ipynb_checkpoints"]
nb_execution_mode = "force"
nb_execution_raise_on_error = True
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]
suppress_warnings = ["myst.header", "myst.xref_missing"]  # pages link to source files


class PublicNames(SphinxDirective):
    """Document the public names that are its arguments."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return what autodoc makes of each name."""
        lines = []
        for name in self.arguments[0].split():
            value = resolve_name(f"timeline.{name}")
            kind = "class" if isinstance(value, type) else "function"
            if kind == "function" and not callable(value):
                kind = "data"
            lines += [f".. auto{kind}:: timeline.{name}", ""]
            if kind == "class":
                lines[-1:] = ["   :members:", ""]
                if name.startswith("api."):  # of two rooms: its values, its tables
                    lines[-1:] = ["   :inherited-members: tuple, object", ""]
        return self.parse_text_to_nodes("\n".join(lines))


def name_for_screen_readers(app: Sphinx, failed: Exception | None) -> None:
    """Give headings levels, landmarks names, and keys what scrolls: Furo does not."""
    for path in [] if failed else Path(app.outdir).rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        for old, new in (
            ('"caption" role="heading"', '"caption" role="heading" aria-level="2"'),
            (
                '<aside class="sidebar-drawer"',
                '<aside aria-label="Pages" class="sidebar-drawer"',
            ),
            (
                '<aside class="toc-drawer',
                '<aside aria-label="On this page" class="toc-drawer',
            ),
            ("<pre><span></span>", '<pre tabindex="0"><span></span>'),  # it may scroll
        ):
            page = page.replace(old, new)
        path.write_text(page, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Add what these pages need."""
    app.add_directive("public-names", PublicNames)
    app.connect("build-finished", name_for_screen_readers)
