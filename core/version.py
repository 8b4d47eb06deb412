"""Which product this is. The original ended with 2.x; this successor starts at 3."""

VERSION = "3.0.0.dev0"
