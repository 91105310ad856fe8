"""When a person takes over: opening hours, the queue, the case sheet, call-backs, notes and ready-made replies."""
