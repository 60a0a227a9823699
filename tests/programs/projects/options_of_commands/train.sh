#!/bin/bash
kind="one"  # of each
python switched.py --phase="$kind" --rate 0.1
python -m main --phase train
