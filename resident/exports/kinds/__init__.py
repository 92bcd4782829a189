"""What can be taken out as a sheet, in the columns that committees hand in."""

from resident.exports.kinds.base import MOST, PHONE, Column, Kind, Line, Span
from resident.exports.kinds.demands import DEMANDS
from resident.exports.kinds.months import MONTHS
from resident.exports.kinds.redemptions import REDEMPTIONS
from resident.exports.kinds.service import RECORDS, VOLUNTEERS

KINDS: dict[str, Kind] = {kind.code: kind for kind in (DEMANDS, RECORDS, VOLUNTEERS, REDEMPTIONS, MONTHS)}

__all__ = ["KINDS", "MOST", "PHONE", "Column", "Kind", "Line", "Span"]
