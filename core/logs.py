"""How every process writes its logs: one line of JSON, with an `action` word to count by and ids to find by.

Names, addresses, reasons and tokens are never logged; correlation ids tie a line to its request and to the journal.
"""

from __future__ import annotations

import logging
import sys

import structlog


def configure() -> None:
    """Send structlog's lines to standard error as JSON, and other libraries' warnings with them."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format='{"level":"%(levelname)s","logger":"%(name)s","event":"%(message)s"}'
    )
