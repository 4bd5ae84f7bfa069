"""URLs of the settings of an agency's papers."""

from __future__ import annotations

from django.urls import path

from nominations.documents.views import emblems, texts

app_name = "documents"
urlpatterns = [
    path("bieu-trung/", emblems.emblem, name="emblem"),
    path("bieu-trung/anh/", emblems.picture, name="emblem_picture"),
    path("loi-van-van-ban/", texts.index, name="texts"),
    path("loi-van-van-ban/<str:name>/", texts.text, name="text"),
]
