from django.db import migrations

FORBID = """
CREATE FUNCTION history_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is append-only: events are never changed or deleted'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER history_event_append_only
    BEFORE UPDATE OR DELETE ON history_event
    FOR EACH ROW EXECUTE FUNCTION history_event_is_append_only();
"""
ALLOW = """
DROP TRIGGER history_event_append_only ON history_event;
DROP FUNCTION history_event_is_append_only();
"""


class Migration(migrations.Migration):
    """The database itself refuses to rewrite what happened."""

    dependencies = [("history", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
