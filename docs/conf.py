"""How the pages are built: ``sphinx-build -W -b html docs docs/_build``."""

project = "timeline"
author = "The timeline developers"
copyright = "The timeline developers, MIT licence"  # noqa: A001  (Sphinx's name)
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_title = "timeline"
html_static_path: list[str] = []
default_role = "code"  # our docstrings write `name`
autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings say what is meant
napoleon_use_ivar = True  # attributes are told once, in the class
exclude_patterns = ["_build"]
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]
suppress_warnings = ["myst.header", "myst.xref_missing"]  # pages link to source files
