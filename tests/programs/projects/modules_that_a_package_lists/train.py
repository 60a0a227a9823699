# dialect: any
import numpy as np
from plugins import PLUGINS


def main(first="plain"):
    x = np.random.rand(4000, 8).astype("float32")
    for plugin in (PLUGINS[first], PLUGINS["flagged"]):
        net, optimizer = plugin.make(8)
        plugin.train(net, optimizer, x, x.sum(1, keepdims=True))
        print(net.predict(x[:2]))


if __name__ == "__main__":
    main()
