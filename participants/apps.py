from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    name = "participants"

    def ready(self) -> None:
        from participants.answered import answers_given
        from programs import uses

        uses.read_answers_with(answers_given)
