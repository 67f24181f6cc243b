"""`python -m app` is the command line."""

import sys

if __name__ == "__main__":
    # Reading processes load this module again and need none of the command line.
    from app.cli import main

    sys.exit(main())
