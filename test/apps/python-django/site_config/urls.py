from django.urls import include, path, re_path

from polls import views
from polls.api import urls as api_urls

urlpatterns = [
    path("", views.home),
    path("polls/", include("polls.urls")),
    path("api/", include([
        path("v1/", include(api_urls.version_1)),
        path("v2/export/", views.export),
    ])),
    re_path(r"^archive/(?P<year>[0-9]{4})/$", views.archive),
    path("about/", views.About.as_view()),
    path("async/", views.slowly),
]
