"""The Nu HTML checker over pages as they were answered."""

import json
import shutil
import subprocess
from pathlib import Path

from tests.matrix.packages import packages
from tests.matrix.seen import Kind

OURS = "Attribute “hx-"  # htmx's attributes, which HTML does not know and every browser leaves alone


def is_valid(pages: list[tuple[Kind, str]], folder: Path) -> bool:
    """Say what is wrong with the HTML of these pages; without Java, that it was not looked at."""
    if shutil.which("java") is None:
        print(
            "The HTML was not checked: there is no Java on this machine (Debian: apt-get install default-jre-headless)."
        )
        return True
    folder.mkdir(parents=True, exist_ok=True)
    for kind, html in pages:
        (folder / f"{kind.name}.html").write_text(html, encoding="utf-8")
    found = errors(folder)
    print(f"HTML of {len(pages)} kinds of page: {len(found)} errors", *found, sep="\n  ", flush=True)
    return not found


def errors(folder: Path) -> list[str]:
    """What the checker calls an error in the files of this folder."""
    jar = packages() / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", str(jar), "--errors-only", "--format", "json", "--exit-zero-always", str(folder)]
    answer = subprocess.run(command, check=True, stderr=subprocess.PIPE, text=True).stderr
    return [
        f"{Path(one['url']).name}:{one.get('lastLine', '')}: {one['message'][:160]} {one.get('extract', '')[:90]!r}"
        for one in json.loads(answer)["messages"]
        if not one["message"].startswith(OURS)
    ]
