from django.db import migrations

HOLD = """
CREATE FUNCTION mentor_seats_are_the_capacity() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    most integer;
BEGIN
    IF NEW.left_on IS NOT NULL THEN
        RETURN NEW;
    END IF;
    SELECT CASE program.shape
            WHEN 'pairs' THEN least(mentor.capacity, 1)
            WHEN 'groups' THEN least(mentor.capacity, program.group_to)
            ELSE mentor.capacity
        END INTO most
        FROM participants_participant mentor
        JOIN programs_program program ON program.id = mentor.program_id
        WHERE mentor.id = NEW.mentor_id
        FOR SHARE OF mentor;
    IF NEW.seats > most THEN
        RAISE EXCEPTION 'mentor % has % seats, not %', NEW.mentor_id, most, NEW.seats
            USING ERRCODE = 'check_violation', CONSTRAINT = 'mentor_seats_are_the_capacity';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER mentor_seats_are_the_capacity
    BEFORE INSERT OR UPDATE OF mentor_id, seat, seats, left_on ON pairings_pairingmentee
    FOR EACH ROW EXECUTE FUNCTION mentor_seats_are_the_capacity();
"""
LET_GO = """
DROP TRIGGER mentor_seats_are_the_capacity ON pairings_pairingmentee;
DROP FUNCTION mentor_seats_are_the_capacity();
"""


class Migration(migrations.Migration):
    """The seats a place says the mentor has are no more than the mentor has in the program."""

    dependencies = [
        ("pairings", "0001_initial"),
        ("participants", "0002_answers_wishes_bars_and_draws"),
        ("programs", "0002_shape_way_places_and_questions"),
    ]
    operations = [migrations.RunSQL(HOLD, LET_GO)]
