from django.db import migrations

HOLD = """
CREATE FUNCTION milestone_due_within_pairing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    first_day date;
    last_day date;
BEGIN
    SELECT starts_on, ends_on INTO first_day, last_day
        FROM pairings_pairing WHERE id = NEW.pairing_id;
    IF NEW.due_on < first_day OR NEW.due_on > last_day THEN
        RAISE EXCEPTION 'a milestone is due between % and %, not on %',
            first_day, last_day, NEW.due_on
            USING ERRCODE = 'check_violation', CONSTRAINT = 'milestone_due_within_pairing';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER milestone_due_within_pairing
    BEFORE INSERT OR UPDATE OF due_on, pairing_id ON milestones_milestone
    FOR EACH ROW EXECUTE FUNCTION milestone_due_within_pairing();
"""
LET_GO = """
DROP TRIGGER milestone_due_within_pairing ON milestones_milestone;
DROP FUNCTION milestone_due_within_pairing();
"""


class Migration(migrations.Migration):
    """A milestone is due within its pairing's dates, which a check on one table cannot hold."""

    dependencies = [("milestones", "0001_initial")]
    operations = [migrations.RunSQL(HOLD, LET_GO)]
