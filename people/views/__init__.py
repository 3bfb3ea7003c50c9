"""The pages of people: the directory, its imports, one person, settings."""
