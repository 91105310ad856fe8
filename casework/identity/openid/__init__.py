"""Logging in elsewhere: OpenID Connect with a provider that the installation trusts (code flow with PKCE)."""
