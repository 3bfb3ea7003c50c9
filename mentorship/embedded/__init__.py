"""The servers a bare checkout brings along: PostgreSQL and Valkey, as children of one command."""
