from django.apps import AppConfig


class PairingsConfig(AppConfig):
    name = "pairings"

    def ready(self) -> None:
        from pairings.holding import held_by_a_pairing
        from participants import ties

        ties.hold(held_by_a_pairing)
