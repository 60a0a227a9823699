# dialect: 2
class FLAGS:
    mode = "train"  # train or predict
