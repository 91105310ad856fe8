"""Conversations: messages, who answers, what the citizen has told."""
