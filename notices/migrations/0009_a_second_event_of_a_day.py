"""Which event a notice tells of is part of what is unique, so that the second of a day is told.

What the planner may read again is marked, so that nobody is told twice. So is how far
ahead a date is told, which a program may set anew; rows from before count as the nearest to it.
"""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q

_MARK = """
UPDATE notices_notice notice SET event_id = happened.id
FROM (VALUES
    ('application_received', 'participant.applied'),
    ('application_admitted', 'participant.admitted'),
    ('application_waitlisted', 'participant.waitlisted'),
    ('application_declined', 'participant.declined'),
    ('expectations_changed', 'expectations.written'),
    ('match_published', 'pairing.founded'),
    ('agreement_waiting', 'agreement.written'),
    ('extension_asked', 'extension.asked'),
    ('extension_granted', 'pairing.extended'),
    ('extension_declined', 'extension.declined'),
    ('pairing_paused', 'pairing.paused'),
    ('pairing_ended', 'pairing.ended'),
    ('request_received', 'request.asked'),
    ('request_accepted', 'request.accepted'),
    ('request_declined', 'request.declined'),
    ('request_lapsed', 'request.lapsed'),
    ('help_asked', 'help.asked'),
    ('announcement', 'announcement.sent')
) AS told (kind, verb)
JOIN (
    SELECT max(id) AS id, verb, subject_id, (at AT TIME ZONE 'UTC')::date AS day
    FROM history_event
    WHERE id > (SELECT coalesce(min(read_to), 0) FROM notices_bookmark)
    GROUP BY verb, subject_id, day
) AS happened ON happened.verb = told.verb
WHERE notice.kind = told.kind AND notice.subject_id = happened.subject_id
    AND notice.due_on = happened.day;
SET CONSTRAINTS ALL IMMEDIATE;
"""
_KEEP_THE_LAST_OF_A_DAY = """
DELETE FROM notices_attempt attempt USING notices_notice one, notices_notice later
WHERE attempt.notice_id = one.id AND {same};
DELETE FROM notices_notice one USING notices_notice later WHERE {same};
SET CONSTRAINTS ALL IMMEDIATE;
""".format(
    same="one.kind = later.kind AND one.subject_kind = later.subject_kind"
    " AND one.subject_id = later.subject_id AND one.due_on = later.due_on"
    " AND one.recipient_id IS NOT DISTINCT FROM later.recipient_id"
    " AND one.channel_id IS NOT DISTINCT FROM later.channel_id AND (one.event_id, one.days_ahead, one.id)"
    " < (later.event_id, later.days_ahead, later.id)"
)


_OWED = ("kind", "subject_kind", "subject_id", "due_on")


class Migration(migrations.Migration):
    dependencies = [("notices", "0008_unique_without_like")]
    operations = [
        migrations.AddField("notice", "event_id", models.BigIntegerField(default=0, db_default=0)),
        migrations.AddField(
            "notice", "days_ahead", models.PositiveSmallIntegerField(default=0, db_default=0)
        ),
        migrations.RemoveConstraint("notice", "notice_owed_once"),
        migrations.RemoveConstraint("notice", "notice_owed_once_to_a_channel"),
        migrations.RunSQL(_MARK, _KEEP_THE_LAST_OF_A_DAY),
        migrations.AddConstraint(
            "notice",
            models.UniqueConstraint(
                fields=[*_OWED, "recipient", "event_id", "days_ahead"], name="notice_owed_once"
            ),
        ),
        migrations.AddConstraint(
            "notice",
            models.UniqueConstraint(
                condition=Q(channel__isnull=False),
                fields=[*_OWED, "channel", "event_id", "days_ahead"],
                name="notice_owed_once_to_a_channel",
            ),
        ),
    ]
