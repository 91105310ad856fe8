"""The HTTP routes: parse, call one service, translate its errors."""
