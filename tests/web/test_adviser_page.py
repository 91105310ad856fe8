"""The same page for somebody who advises citizens: other words, and conversations in the other mode."""

import httpx
import pytest


@pytest.mark.parametrize(
    ("address", "mode", "heading"),
    [
        ("/", "citizen", "Spørg om dine pligter og rettigheder"),
        ("/?for=borger", "citizen", "Spørg om dine pligter og rettigheder"),
        ("/?for=", "citizen", "Spørg om dine pligter og rettigheder"),
        ("/?for=raadgiver", "caseworker", "Slå regler op for en borger"),
    ],
)
def test_the_address_says_whom_the_page_is_for(shared_client: httpx.Client, address, mode, heading):
    page = shared_client.get(address).text
    assert f'<body data-mode="{mode}">' in page
    assert f"<h1>{heading}</h1>" in page


def test_each_page_leads_to_the_other(shared_client: httpx.Client):
    assert '<a href="/?for=raadgiver">Til dig, der rådgiver borgere</a>' in shared_client.get("/").text
    assert '<a href="/">Til dig, der selv er borger</a>' in shared_client.get("/?for=raadgiver").text


def test_the_address_is_never_written_into_the_page(shared_client: httpx.Client):
    assert "onerror" not in shared_client.get("/", params={"for": '"><img onerror=x>'}).text
