"""The command line: ``timeline show``, ``query``, ``agenda``, ``diff`` and the like."""

from timeline.cli.command import main as main
