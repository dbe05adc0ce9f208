"""How the pages are built: ``sphinx-build -W -b html docs docs/_build``."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import timeline

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
            value = getattr(timeline, name)
            kind = "class" if isinstance(value, type) else "function"
            if kind == "function" and not callable(value):
                kind = "data"
            lines += [f".. auto{kind}:: timeline.{name}", ""]
            if kind == "class":
                lines[-1:] = ["   :members:", ""]
        return self.parse_text_to_nodes("\n".join(lines))


def setup(app: Sphinx) -> None:
    """Add what these pages need."""
    app.add_directive("public-names", PublicNames)
