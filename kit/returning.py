"""Going back to the page that a small change was made from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def back_or_to(request: HttpRequest, fallback: str, anchor: str = "") -> HttpResponseRedirect:
    """Redirect to the page of this site that the form names in `back`, else to `fallback`."""
    wanted = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect((wanted if is_ours else resolve_url(fallback)) + anchor)
