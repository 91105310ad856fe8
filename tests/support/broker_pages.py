"""The pages of the OpenID provider on this machine, as a citizen goes through them in a browser."""

from __future__ import annotations

from playwright.sync_api import Page


def through(page: Page, login: str) -> None:
    """Who it is, and that we may know."""
    page.get_by_placeholder("Enter any login").fill(login)
    page.get_by_placeholder("and password").fill("x")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
