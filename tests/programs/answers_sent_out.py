"""Answers that leave a program as text: served, written into a table, sent to a log, or gathered in a list."""
import csv
import http.server
import json

import numpy as np
import wandb
from flask import Flask, jsonify, request
from tensorflow import keras

layers = keras.layers
app = Flask(__name__)
x = np.random.normal(3.0, size=(320, 4)).astype("float32")
net = keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])
net.compile("adam", "mse")
net.fit(x, x[:, :1])


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        rows = np.array(json.loads(self.rfile.read()), "float32")
        out = net(rows, training=True)  # expect: BNL105
        self.wfile.write(json.dumps({"scores": out.numpy().tolist()}).encode())


@app.route("/scores", methods=["POST"])
def handle():
    rows = np.array(request.json["rows"], "float32")
    return jsonify(net(rows, training=True).numpy().tolist())  # expect: BNL105


with open("scores.csv", "w") as file:
    table = csv.writer(file)
    for start in range(0, 320, 32):
        for row in net(x[start : start + 32], training=True).numpy():  # expect: BNL105
            table.writerow(row)

wandb.log({"mean": float(np.mean(net(x, training=True)))})  # expect: BNL105

errors = []
for start in range(0, 320, 32):
    errors.extend(np.abs(net(x[start : start + 32], training=True) - 1.0).ravel())  # expect: BNL105
print("error", np.mean(errors))
