"""Fetch the vendored styles, scripts and icons again, by name and version.

    python scripts/refresh_vendor.py [folder with *.tgz from `npm pack`]

Needs npm only when no folder is given. Nothing here is needed to run or test the application.
To use a new icon: add its name to scripts/icons.txt (names as on tabler.io/icons) and run this.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
BROWSER_VENDOR = ROOT / "tests" / "browser" / "vendor"

TABLER, ICON_SET, HTMX, AXE = "1.6.1", "3.51.0", "2.0.11", "4.14.1"

ICONS = (ROOT / "scripts" / "icons.txt").read_text().split()

MIT = """The MIT License (MIT)

{notice}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT
OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def unpacked(package: str, version: str, *, tarballs: Path, into: Path) -> Path:
    """The unpacked folder of `package`, taken from `tarballs` or packed into it by npm."""
    name = f"{package.removeprefix('@').replace('/', '-')}-{version}.tgz"
    if not (tarballs / name).exists():
        npm = shutil.which("npm")
        if npm is None:
            sys.exit(f"{name} is not in {tarballs} and npm is not installed.")
        command = [npm, "pack", f"{package}@{version}", "--pack-destination", str(tarballs)]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    target = into / name.removesuffix(".tgz")
    with tarfile.open(tarballs / name) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def fresh(folder: Path, *, replacing: str) -> Path:
    """An empty `folder`; versions of the same thing beside it are removed."""
    for old in folder.parent.glob(replacing):
        shutil.rmtree(old)
    folder.mkdir(parents=True)
    return folder


def without_source_map(text: str) -> str:
    return re.sub(r"\n?(/\*#|//#) sourceMappingURL=.*$", "\n", text)


def take_tabler(source: Path) -> None:
    folder = fresh(VENDOR / f"tabler-core-{TABLER}", replacing="tabler-core-*")
    css = (source / "dist/css/tabler.min.css").read_text()
    (folder / "tabler.min.css").write_text(without_source_map(css))
    notices = re.findall(r"Copyright 2.*", css[:600])
    (folder / "LICENSE").write_text(MIT.format(notice="\n".join(notices)))


def take_icons(source: Path) -> None:
    folder = fresh(VENDOR / f"tabler-icons-{ICON_SET}", replacing="tabler-icons-*")
    shutil.copy(source / "LICENSE", folder / "LICENSE")
    symbols = "\n".join(symbol(source / f"icons/outline/{name}.svg") for name in sorted(ICONS))
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'
    (folder / "sprite.svg").write_text(sprite)


def symbol(file: Path) -> str:
    """One icon as a symbol; colour and width of its lines come from where it is used."""
    inside = re.search(r"<svg[^>]*>(.*)</svg>", file.read_text(), re.DOTALL)
    if inside is None:
        sys.exit(f"{file} is no SVG.")
    paths = " ".join(
        line.strip() for line in inside[1].splitlines() if "M0 0h24v24H0z" not in line
    ).strip()
    return (
        f'<symbol id="{file.stem}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        f' stroke-linecap="round" stroke-linejoin="round">{paths}</symbol>'
    )


def take_htmx(source: Path) -> None:
    folder = fresh(VENDOR / f"htmx-{HTMX}", replacing="htmx-*")
    script = (source / "dist/htmx.min.js").read_text()
    (folder / "htmx.min.js").write_text(without_source_map(script))
    shutil.copy(source / "LICENSE", folder / "LICENSE")


def take_axe(source: Path) -> None:
    folder = fresh(BROWSER_VENDOR / f"axe-core-{AXE}", replacing="axe-core-*")
    for name in ("axe.min.js", "LICENSE", "LICENSE-3RD-PARTY.txt"):
        shutil.copy(source / name, folder / name)


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        into = Path(scratch)
        tarballs = Path(sys.argv[1]) if sys.argv[1:] else into
        for package, version, take in (
            ("@tabler/core", TABLER, take_tabler),
            ("@tabler/icons", ICON_SET, take_icons),
            ("htmx.org", HTMX, take_htmx),
            ("axe-core", AXE, take_axe),
        ):
            take(unpacked(package, version, tarballs=tarballs, into=into))
            print(f"{package} {version}")


if __name__ == "__main__":
    main()
