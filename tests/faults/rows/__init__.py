"""A module for each row of the table: its `findings` breaks something and says what came of it."""

ROWS = ("killed", "broker", "database", "mail_server", "clock", "many", "week", "broken")
