"""Rows for spreadsheets: what every CSV file of the house has in common, the operators' and the API's. Pure.

UTF-8 with a byte order mark: without it Excel takes the file for the machine's old code page, and names with accents break.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"

_BEGINS = "[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
"""What may begin a formula; the wide ones of Asian keyboards, too."""
_FORMULA = re.compile(f"'*{_BEGINS}")
_QUOTED_FORMULA = re.compile(f"'+{_BEGINS}")


def quoted(cell: str) -> str:
    """The cell as a spreadsheet takes it for text: it would run what begins with = + - or @ as a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unquoted(cell: str) -> str:
    """What `quoted` was given."""
    return cell[1:] if _QUOTED_FORMULA.match(cell) else cell


def lines(rows: Iterable[Sequence[str]]) -> str:
    """Rows as lines of a file. Every cell stands in quotation marks, for some spreadsheets split at semicolons as well."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([quoted(cell) for cell in row] for row in rows)
    return text.getvalue()


def yes_no(*, value: bool) -> str:
    """A switch as people write it."""
    return "yes" if value else "no"
