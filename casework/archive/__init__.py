"""Finding conversations again, reading them with a reason, and taking them out of the system."""
