"""``python -m timeline`` is the same as ``timeline``."""

import sys

from timeline.cli import main

sys.exit(main())
