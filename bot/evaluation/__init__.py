"""Measuring language understanding on sentences the training has not seen (`python -m bot.eval`)."""
