from scripts.checks import machine

HOSTS = {"packages.example.test"}


def problems(text):
    return list(machine.problems_in(text, HOSTS, "/srv/clone"))


def test_a_package_host_is_found():
    assert problems("one\nurl = https://packages.example.test/simple\n") == [
        (2, "names the package host packages.example.test")
    ]


def test_the_path_of_the_clone_is_found():
    assert problems("path = /srv/clone/addons") == [(1, "names a path of one machine")]
    assert problems("path = /srv/clones/addons") == []


def test_a_home_folder_is_found():
    home = "/home" + "/li/bianmin"
    assert problems(f"cd {home}") == [(1, "names a path of one machine")]
    assert problems("https://example.test/home/index") == []


def test_the_hosts_of_this_machine_are_known():
    assert machine.registry_hosts()
