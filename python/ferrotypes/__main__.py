"""`python -m ferrotypes COMMAND` is `ferrotypes COMMAND`.

Owns: nothing but the entry; the command line is `ferrotypes.cli`.
"""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
