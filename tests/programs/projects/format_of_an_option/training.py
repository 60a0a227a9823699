import networks


def train(name):
    if name == "upsampling":
        model = networks.upsampling()
    else:
        model = networks.deconvolution()
    critic = networks.critic()
    model.compile("sgd", "mse")
    model.summary()
    critic.summary()
