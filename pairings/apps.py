from django.apps import AppConfig


class PairingsConfig(AppConfig):
    name = "pairings"

    def ready(self) -> None:
        from matching import places
        from pairings.holding import held_by_a_pairing
        from pairings.seating import places_taken
        from participants import ties

        ties.hold(held_by_a_pairing)
        places.read_with(places_taken)
