"""Every form looks and speaks the same."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django import forms
from django.test import RequestFactory

from kit.forms import (
    Cards,
    Chips,
    ChipsMultiple,
    DateInput,
    DateTimeInput,
    Explained,
    LineField,
    sent,
)


class Sample(forms.Form):
    name = forms.CharField(help_text="As colleagues know you.")
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"class": "short"}))
    on = forms.DateField(widget=DateInput, required=False)
    at = forms.DateTimeField(widget=DateTimeInput, required=False)
    long = forms.ChoiceField(widget=Chips, choices=[("30", "30 min"), ("60", "60 min")])
    tongues = forms.MultipleChoiceField(
        widget=ChipsMultiple, choices=[("en", "English"), ("de", "German")], required=False
    )
    kind = forms.ChoiceField(
        widget=Cards, choices=[("a", Explained("Leadership", "Half a year.")), ("b", "Plain")]
    )
    agree = forms.BooleanField()
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        if self.data.get("name") == "nobody":
            raise forms.ValidationError("Nobody is no name.")


def test_a_form_sent_with_nothing_is_still_sent() -> None:
    assert sent(RequestFactory().get("/")) is None
    empty = Sample(sent(RequestFactory().post("/")))
    assert empty.is_bound
    assert "name" in empty.errors


def test_a_form_without_errors_has_no_summary() -> None:
    html = str(Sample())
    assert "There is a problem" not in html
    assert html.count("<label") >= 8


class Question(forms.Form):
    meet = forms.CharField(label="How do you like to meet?")


def test_after_a_question_the_summary_sets_no_colon() -> None:
    assert "How do you like to meet? This field is required." in str(Question({}))


def test_the_summary_names_each_error_and_links_to_its_field() -> None:
    html = str(Sample({"name": ""}))
    assert "There is a problem" in html
    assert '<a href="#id_name">Name: This field is required.</a>' in html
    assert '<a href="#id_long_0">Long: This field is required.</a>' in html
    assert "autofocus" in html


def test_errors_of_the_whole_form_stand_in_the_summary() -> None:
    assert "<li>Nobody is no name.</li>" in str(Sample({"name": "nobody"}))


def test_a_wrong_field_is_described_by_its_help_and_its_error() -> None:
    html = str(Sample({"name": ""})["name"].as_field_group())
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_error"' in html
    assert 'id="id_name_helptext"' in html


def test_what_was_typed_is_kept_and_escaped() -> None:
    html = str(Sample({"name": '"><b>', "note": "</textarea><b>"}))
    assert "<b>" not in html
    assert "&lt;/textarea&gt;&lt;b&gt;" in html


def test_optional_fields_say_so() -> None:
    assert "(optional)" in Sample()["note"].as_field_group()
    assert "(optional)" not in Sample()["name"].as_field_group()


def test_a_field_has_one_class_attribute() -> None:
    html = str(Sample()["note"])
    assert html.count("class=") == 1
    assert 'class="form-control short"' in html


def test_choices_side_by_side_are_a_group_with_a_legend() -> None:
    html = Sample()["long"].as_field_group()
    assert "<legend" in html
    assert 'type="radio"' in html
    assert '<label for="id_long_1">60 min</label>' in html
    assert 'type="checkbox"' in Sample()["tongues"].as_field_group()


def test_explained_choices_have_a_title_and_a_note() -> None:
    html = Sample()["kind"].as_field_group()
    assert "<strong>Leadership</strong><span>Half a year.</span>" in html
    assert str(Explained("Leadership", "Half a year.")) == "Leadership"


def test_dates_are_written_as_browsers_read_them() -> None:
    form = Sample(initial={"on": date(2026, 12, 3), "at": datetime(2026, 12, 3, 14, 0, tzinfo=UTC)})
    assert 'type="date" name="on"' in str(form["on"])
    assert 'value="2026-12-03"' in str(form["on"])
    assert 'value="2026-12-03T14:00"' in str(form["at"])


def test_what_the_browser_sends_back_is_understood() -> None:
    form = Sample(
        {"name": "Ada", "at": "2026-12-03T14:00", "long": "30", "kind": "a", "agree": "on"}
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"].hour == 14


def test_a_line_break_in_a_field_of_one_line_is_read_as_a_blank() -> None:
    assert LineField().clean(" Rising\r\nBcc: everybody@example.com\u2028leaders ") == (
        "Rising Bcc: everybody@example.com leaders"
    )


class Chosen(forms.Form):
    kind = forms.ChoiceField(
        choices=[("", "Any"), ("Days", [(5000, "Five & more"), (7, "Seven")])],
        widget=forms.Select(attrs={"class": "short", "data-what": '"<'}),
    )


def test_a_list_to_choose_from_has_its_groups_and_its_choice() -> None:
    html = str(Chosen({"kind": "5000"})["kind"])
    assert 'class="form-select short"' in html
    assert 'data-what="&quot;&lt;"' in html
    assert html.count("class=") == 1
    assert '<optgroup label="Days">' in html
    assert '<option value="5000" selected>Five &amp; more</option>' in html
    assert '<option value="7">Seven</option>' in html


def test_an_input_says_what_its_widget_is_told() -> None:
    number = forms.NumberInput({"class": "short", "min": 0, "disabled": True, "hidden": False})
    assert number.render("n", 5000) == (
        '<input type="number" name="n" class="form-control short" value="5000" min="0" disabled>'
    )
    assert forms.HiddenInput().render("h", '"') == '<input type="hidden" name="h" value="&quot;">'
