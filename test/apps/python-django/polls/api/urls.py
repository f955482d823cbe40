from django.urls import path

from .endpoints import PollEndpoint, recent

version_1 = [
    path("polls/<int:pk>/", PollEndpoint.as_view()),
    path("recent/", recent),
]
