"""Sheets as offices keep them: XLSX, old .xls and CSV, read in a process of its own; XLSX written. Knows no table of ours."""
