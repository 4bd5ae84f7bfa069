from __future__ import annotations

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("thong-bao/", views.inbox, name="inbox"),
    path("thong-bao/<int:pk>/mo/", views.open_notice, name="open"),
    path("thong-bao/<int:pk>/da-doc/", views.mark_read, name="mark_read"),
    path("thong-bao/da-doc-het/", views.mark_all_read, name="mark_all_read"),
    path("thong-bao/tuy-chon/", views.preferences, name="preferences"),
    path("thong-bao/thu-khong-gui-duoc/", views.dead_letters, name="dead_letters"),
    path("thong-bao/thu-khong-gui-duoc/gui-lai/", views.send_all_again, name="send_all_again"),
    path("thong-bao/thu-khong-gui-duoc/<int:pk>/gui-lai/", views.send_again, name="send_again"),
]
