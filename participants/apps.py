from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    name = "participants"

    def ready(self) -> None:
        from participants.answered import answers_given
        from participants.lottery import remarks
        from programs import uses

        uses.read_answers_with(answers_given)
        uses.remark_with(remarks)
