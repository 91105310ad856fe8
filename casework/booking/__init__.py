"""Booking of talks under a legal deadline: offers, free times, holds, bookings and receipts."""
