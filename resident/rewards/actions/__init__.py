"""Keeping the shelf, and redeeming what stands on it."""
