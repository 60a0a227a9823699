def fitted(network, rows):
    network.compile("adam", "mse")
    network.fit(rows, rows[:, :1], batch_size=1, epochs=20)  # expect: BNL202
    return network
