"""Pages: applying, one's application, the roster, deciding, bringing a list."""
