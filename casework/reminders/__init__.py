"""Reminders: planned from what a citizen has told and booked, kept in a table of their own, sent by channels."""
