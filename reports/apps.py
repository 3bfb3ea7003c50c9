from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from notices import figures
        from reports import monthly

        figures.tells(monthly.sentences, page=monthly.page)
