"""Mentees choose for themselves: suggestions, and a request that the mentor answers."""
