"""`python -m digest` is the command `digest`."""

import sys

from digest.cli import main

sys.exit(main())
