"""One door, three rooms: the window, the command line, an engine worker."""

from __future__ import annotations

import sys


def main() -> int:
    """Run what the arguments ask for; the worker first, before anything heavy is imported."""
    if len(sys.argv) == 3 and sys.argv[1] == "worker":
        from zhenlu.engines import worker  # noqa: PLC0415

        return worker.main(sys.argv[2])
    from zhenlu import cli  # noqa: PLC0415

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
