from django.contrib.auth import get_user_model
from django.core.management import call_command


def test_the_first_administrator_is_made_once(capsys, client, db):
    call_command("ensure_admin")
    first = capsys.readouterr().out
    password = first.split("password ")[1].split("\n")[0]
    assert client.login(username="admin", password=password)
    call_command("ensure_admin")
    assert capsys.readouterr().out == ""
    assert get_user_model().objects.count() == 1


def test_an_ordinary_account_named_admin_is_left_alone(capsys, db):
    get_user_model().objects.create(username="admin")
    call_command("ensure_admin")
    assert "name admin2" in capsys.readouterr().out
    assert not get_user_model().objects.get(username="admin").is_staff
