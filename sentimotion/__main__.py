"""``python -m sentimotion``."""

from sentimotion.cli import main

raise SystemExit(main())
