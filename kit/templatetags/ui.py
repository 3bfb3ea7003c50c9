"""The words of the templates: icons, times, small pieces."""

from django import template

register = template.Library()
