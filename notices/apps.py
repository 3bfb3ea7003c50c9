from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        from history.recording import on_news
        from notices.tasks import wake

        on_news(wake)
