"""What the models of another file inherit."""


class Forward:
    def features(self, inputs):
        for layer in self.stack:
            inputs = layer(inputs)
        return inputs

    def call(self, inputs):  # expect[3]: BNL103
        return self.head(self.features(inputs))


class Flagged:
    def features(self, inputs, training):
        for layer in self.stack:
            inputs = layer(inputs, training=training)
        return inputs

    def call(self, inputs, training=None):
        return self.head(self.features(inputs, training))
