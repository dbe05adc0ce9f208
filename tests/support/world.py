"""Where real data of the world lies, if anywhere: tests that need it are marked so."""

from __future__ import annotations

import os
from pathlib import Path

DATA = Path(os.environ.get("TIMELINE_WORLD_DATA", "no-such-folder"))
