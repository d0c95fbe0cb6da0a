"""One door, three rooms: the window, the command line, an engine worker."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run what the arguments ask for; the worker first, before anything heavy is imported."""
    # Whatever any part of the program writes belongs to its owner alone.
    os.umask(0o077)
    _dump_no_memory()
    # ONNX Runtime reports its use to its maker unless told not to before it is loaded.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    if len(sys.argv) == 3 and sys.argv[1] == "worker":
        from zhenlu.engines import worker

        return worker.main(sys.argv[2])
    from zhenlu import logs

    logs.begin()
    if len(sys.argv) == 1 and has_display():
        from zhenlu.app.start import main as window

        return window()
    from zhenlu.cli.app import main as command_line

    return command_line()


def has_display() -> bool:
    """Whether a window can be shown; without one Qt ends the program instead of saying so."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _dump_no_memory() -> None:
    """Have the system write no core when a process dies: it would hold every word in memory."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
