"""How far the history has been read, without missing what commits late.

Events are numbered when they are written and seen when they are committed, so a transaction that
takes its time can make number 5 visible after number 6 was read; clocks do not help, they tell when
a page was asked for. So a round notes the newest number it sees and the first transaction number
that had not begun then. Once every transaction before that one has ended, no event up to the noted
number can still be on its way (a change gets its transaction number before its event is written):
the round that finds it so reads up to there for the last time and moves the bookmark. Until then
the same events are read again, which the unique key of the notices makes harmless; a long
transaction anywhere on the server only holds the bookmark back.
"""

from __future__ import annotations

from django.db import connection

from notices.models import Bookmark

_STANDING = """
    SELECT (SELECT max(id) FROM history_event),
           pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
           pg_snapshot_xmax(pg_current_snapshot())::text::bigint
"""


def read_from() -> int:
    """The number after which this round has to read; the bookmark is moved for the next one.

    Call it inside the transaction that plans, and before reading.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STANDING)
        newest, all_ended_before, next_to_begin = cursor.fetchone()
    bookmark = Bookmark.objects.first() or Bookmark()
    start = bookmark.read_to
    if bookmark.next_transaction is not None and bookmark.next_transaction > next_to_begin:
        bookmark.seen_to = bookmark.next_transaction = None  # restored into another server
    if bookmark.next_transaction is not None and bookmark.next_transaction <= all_ended_before:
        bookmark.read_to = bookmark.seen_to or start  # this round still reads up to there
        bookmark.seen_to = bookmark.next_transaction = None
    if bookmark.next_transaction is None and newest is not None and newest > bookmark.read_to:
        bookmark.seen_to, bookmark.next_transaction = newest, next_to_begin
    bookmark.save()
    return start
