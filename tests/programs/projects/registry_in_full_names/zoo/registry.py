_NETWORKS = {}


def register(name):
    def keep(cls):
        _NETWORKS[name] = cls
        return cls

    return keep


def create(name, *args, **options):
    return _NETWORKS[name](*args, **options)
