from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self) -> None:
        from matching.choosing.requests import take_back
        from participants import barring

        barring.follow_with(take_back)
