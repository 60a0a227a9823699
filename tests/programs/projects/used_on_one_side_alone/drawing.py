def plot(path):
    print(path)
