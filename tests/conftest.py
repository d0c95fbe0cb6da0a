"""Makes what tests share importable everywhere: the visit reader and the fakes."""

from __future__ import annotations

import sys
from pathlib import Path

# Test modules are imported by path (--import-mode=importlib), so what they share is put on
# the import path here, once, before any of them is collected.
for _shared in ("visits", "fakes"):
    _folder = str(Path(__file__).parent / _shared)
    if _folder not in sys.path:
        sys.path.insert(0, _folder)
