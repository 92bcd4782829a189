"""Arrows between packages run one way."""

import os

from importlinter.cli import lint_imports

from tests.house.source import ROOT


def test_a_package_imports_only_from_floors_below_its_own(capsys):
    """Protects the floors: without them everything ends up knowing everything."""
    here = os.getcwd()
    os.chdir(ROOT)
    try:
        status = lint_imports(no_cache=True)
    finally:
        os.chdir(here)
    assert status == 0, capsys.readouterr().out
