from networks import Net


class Special(Net):
    pass


class Trainer:
    def __init__(self):
        self.model = Special()
