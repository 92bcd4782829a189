"""Reading demands out of a CSV file: its encoding, its records, what each of them says."""

from resident.demands.importing.records import BrokenFile, read_records
from resident.demands.importing.rows import Row
from resident.demands.importing.sorting import RejectedFile, Sorter
from resident.sheets.encoding import UnknownEncoding, encoding_of

__all__ = ["BrokenFile", "RejectedFile", "Row", "Sorter", "UnknownEncoding", "encoding_of", "read_records"]
