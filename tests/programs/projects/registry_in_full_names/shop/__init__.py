MODELS = {}


def register(cls):
    MODELS[cls.__name__] = cls
    return cls


def create(name):
    return MODELS[name]()


from shop.nets import Small
