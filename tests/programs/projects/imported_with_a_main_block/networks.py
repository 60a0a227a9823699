momentum = 0.9

if __name__ == "__main__":
    momentum = 99
