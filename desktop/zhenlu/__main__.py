"""One door, three rooms: the window, the command line, an engine worker."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run what the arguments ask for; the worker first, before anything heavy is imported."""
    # Whatever any part of the program writes belongs to its owner alone.
    os.umask(0o077)
    if len(sys.argv) == 3 and sys.argv[1] == "worker":
        from zhenlu.engines import worker

        return worker.main(sys.argv[2])
    from zhenlu import logs

    logs.begin()
    from zhenlu.cli.app import main as command_line

    return command_line()


if __name__ == "__main__":
    sys.exit(main())
