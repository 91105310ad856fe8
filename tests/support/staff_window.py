"""A page for staff in a browser of its own, opened through the login."""

from playwright.sync_api import Browser, Page, expect

from tests.support.staff import PASSWORD, make_staff


def enter(browser: Browser, site: str, *, role: str, path: str, heading: str, **options: object) -> Page:
    """Log in as somebody new with this role and go on to `path`; `heading` says that it is there.

    `options` are those of a browser context. Needs the web process in this process.
    """
    context = browser.new_context(locale="da-DK", timezone_id="Europe/Copenhagen", **options)  # type: ignore[arg-type]  # its own names
    page = context.new_page()
    page.goto(f"{site}/sagsbehandler/login?videre={path}")
    page.get_by_label("Brugernavn").fill(make_staff(role).username)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_label("Adgangskode").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.wait_for_load_state()  # keys count once the scripts run
    return page
