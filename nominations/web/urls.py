"""URLs of the frame: home, the menu as a page, the size of the text."""

from __future__ import annotations

from django.urls import path

from nominations.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("muc-luc/", views.menu, name="menu"),
    path("co-chu/", views.text_size, name="text_size"),
]
