"""The wheel, installed away from the repository, holds all that the program needs."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.project import ROOT


@dataclass(frozen=True)
class Installation:
    """The wheel, and the folder outside the repository it is installed in; libraries stay those of this Python."""

    wheel: Path
    site: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command of this Python with the installed packages before those of the repository."""
        environment = {**os.environ, "PYTHONPATH": str(self.site), "HOME": str(self.site.parent)}
        return subprocess.run(
            [sys.executable, *command],
            env=environment,
            cwd=self.site.parent,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )


def _pip(*arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments],
        check=True,
        cwd=ROOT,
        timeout=300,
    )


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], check=True, cwd=ROOT, timeout=300
    )
    (wheel,) = folder.glob("*.whl")
    _pip("install", "--no-index", "--no-deps", "--target", str(folder / "site"), str(wheel))
    return Installation(wheel, folder / "site")


def test_the_wheel_holds_the_packages_and_the_sample_county_only(installation: Installation) -> None:
    with zipfile.ZipFile(installation.wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {
        "expectations",
        "flows",
        "report_templates",
        "samples",
        "transforms",
    }
    assert "flows/py.typed" in names
    assert "samples/qichun/wuwei.toml" in names
    assert any(name.startswith("samples/qichun/reference/") for name in names)
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_every_file_of_the_packages_is_in_the_wheel(installation: Installation) -> None:
    with zipfile.ZipFile(installation.wheel) as archive:
        names = set(archive.namelist())
    packages = ["flows", "transforms", "expectations", "report_templates", "samples"]
    files = {path.relative_to(ROOT).as_posix() for package in packages for path in (ROOT / package).rglob("*.*")}
    assert {file for file in files if "__pycache__" not in file} - names == set()


def test_the_installed_packages_are_the_ones_that_run(installation: Installation) -> None:
    result = installation.run("-c", "import flows, samples; print(flows.__file__); print(samples.__file__)")
    assert result.stdout.splitlines() == [
        str(installation.site / name / "__init__.py") for name in ["flows", "samples"]
    ]


def test_the_command_explains_itself(installation: Installation) -> None:
    result = installation.run(str(installation.site / "bin/wuwei"), "--help")
    assert result.returncode == 0, result.stderr
    assert "demo" in result.stdout


@pytest.mark.nightly
def test_the_demonstration_runs_outside_the_repository(installation: Installation, tmp_path: Path) -> None:
    result = installation.run(str(installation.site / "bin/wuwei"), "demo", "--out", str(tmp_path / "out"))
    assert result.returncode in {0, 3}, result.stdout + result.stderr  # 3: done, and some files need a clerk
    for period in ["2021-W46", "2021-W47"]:
        report = tmp_path / "out/periods" / period / "edition-1/report.pdf"
        assert report.read_bytes().startswith(b"%PDF-")
    assert str(ROOT) not in result.stdout + result.stderr
