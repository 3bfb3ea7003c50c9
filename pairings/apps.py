from django.apps import AppConfig


class PairingsConfig(AppConfig):
    name = "pairings"

    def ready(self) -> None:
        from matching import places
        from pairings.holding import held_by_a_pairing, live_pairings
        from pairings.seating import places_taken
        from participants import ties
        from programs import uses

        ties.hold(held_by_a_pairing)
        places.read_with(places_taken)
        uses.count_pairings_with(live_pairings)
