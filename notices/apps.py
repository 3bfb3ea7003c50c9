from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        from history.recording import on_news
        from notices import models, steps
        from notices.tasks import wake
        from programs import uses

        on_news(wake)
        for model in (models.Timing, models.Offset, models.Wording):
            uses.set_up_in(model, is_copied=True)
        for model in (models.Channel, models.Announcement):  # a secret; words for its people
            uses.set_up_in(model, is_copied=False)
        uses.set_up_with(steps.in_set_up)
