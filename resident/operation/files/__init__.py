"""The files by which a machine runs the app for good: systemd's units and a Caddyfile, filled in for this installation."""

from resident.operation.files.checking import check_caddyfile, check_units
from resident.operation.files.filling import CADDYFILE, Folders, Wanted, folders_of, host_name, written_files

__all__ = [
    "CADDYFILE",
    "Folders",
    "Wanted",
    "check_caddyfile",
    "check_units",
    "folders_of",
    "host_name",
    "written_files",
]
