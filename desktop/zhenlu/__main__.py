"""One door, three rooms: the window, the command line, an engine worker."""

from __future__ import annotations

import sys


def main() -> int:
    """Run what the arguments ask for; the worker first, before anything heavy is imported."""
    if len(sys.argv) == 3 and sys.argv[1] == "worker":
        from zhenlu.engines import worker

        return worker.main(sys.argv[2])
    from zhenlu.cli.app import main as command_line

    return command_line()


if __name__ == "__main__":
    sys.exit(main())
