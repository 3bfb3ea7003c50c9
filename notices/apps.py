from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        from history.recording import on_news
        from notices import models, steps
        from notices.tasks import wake
        from programs import uses

        on_news(wake)
        for copied in (models.Timing, models.Offset, models.Wording):
            uses.set_up_in(copied, is_copied=True)
        for left in (models.Channel, models.Announcement):  # a secret; words for its people
            uses.set_up_in(left, is_copied=False)
        uses.set_up_with(steps.in_set_up)
