NETWORKS = {}


def register(name):
    def keep(made):
        NETWORKS[name] = made
        return made

    return keep


def create(name, **options):
    return NETWORKS[name](**options)
