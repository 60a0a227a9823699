import reader


def __getattr__(name):
    return getattr(reader, name.removesuffix("_of_16"))
