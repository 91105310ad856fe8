"""What all pages for staff share: who is logged in, how a page is shown, what happens when something is refused."""
