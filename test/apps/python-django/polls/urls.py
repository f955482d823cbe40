from django.urls import path

from . import views

app_name = "polls"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.PollDetail.as_view(), name="detail"),
    path("<int:pk>/results/", views.results, name="results"),
    path("<int:pk>/vote/", views.Vote.as_view(), name="vote"),
]
