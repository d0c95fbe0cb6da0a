"""Makes the visit reader importable everywhere: `from reading_visits import …`."""

from __future__ import annotations

import sys
from pathlib import Path

# Test modules are imported by path (--import-mode=importlib), so what they share is put on
# the import path here, once, before any of them is collected.
_VISITS = str(Path(__file__).parent / "visits")
if _VISITS not in sys.path:
    sys.path.insert(0, _VISITS)
