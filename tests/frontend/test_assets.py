"""Copying the page's assets from the npm packages."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from assets import AssetsError, copy_assets, rewrite_stylesheet

REGULAR = (
    "@font-face{font-family:IBM Plex Sans;font-style:normal;font-weight:400;"
    "src:url(../fonts/IBMPlexSans/complete/eot/IBMPlexSans-Regular.eot),"
    "url(../fonts/IBMPlexSans/complete/woff2/IBMPlexSans-Regular.woff2)}"
)
ITALIC = "@font-face{font-style:italic;src:url(../fonts/IBMPlexSans/complete/woff2/IBMPlexSans-Italic.woff2)}"
ICON = ".a{background:url(../img/svg-icons/help.svg)}"


def test_only_the_upright_woff2_fonts_are_kept():
    css, _ = rewrite_stylesheet(REGULAR + ITALIC)
    assert css.count("@font-face") == 1
    assert "url(../fonts/IBMPlexSans-Regular.woff2)" in css
    assert ".eot" not in css


def test_the_icons_that_the_stylesheet_uses_are_found():
    assert rewrite_stylesheet(ICON)[1] == {"svg-icons/help.svg"}


def test_missing_packages_are_told_with_what_to_do(tmp_path):
    with pytest.raises(AssetsError, match="npm ci"):
        copy_assets(tmp_path / "node_modules", tmp_path / "vendor")


def test_a_second_copy_has_nothing_to_do_until_it_is_forced(tmp_path):
    modules = Path(__file__).resolve().parents[2] / "node_modules"
    assert copy_assets(modules, tmp_path / "vendor") is True
    assert copy_assets(modules, tmp_path / "vendor") is False
    assert copy_assets(modules, tmp_path / "vendor", force=True) is True


def test_everything_that_the_copied_stylesheet_refers_to_is_there(tmp_path):
    modules = Path(__file__).resolve().parents[2] / "node_modules"
    copy_assets(modules, tmp_path / "vendor")
    css = (tmp_path / "vendor/dkfds/css/dkfds.min.css").read_text(encoding="utf-8")
    for image in rewrite_stylesheet(css)[1]:
        assert (tmp_path / "vendor/dkfds/img" / image).is_file()
