"""Logistic regression over named features, small and without libraries; for fitting the confidence."""
import math


def sigmoid(log_odds):
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def predict(weights, features):
    return sigmoid(sum(weights.get(feature, 0.0) for feature in features))


def fit(examples, penalty, rounds=60):
    """Weights that make `examples`, pairs of features and right or wrong, most likely, less `penalty` / 2 times the
    square of each weight but the bias. Newton's method along one coordinate at a time; the order is fixed, so that
    equal examples give equal weights."""
    holders = {}
    for place, (features, _) in enumerate(examples):
        for feature in features:
            holders.setdefault(feature, []).append(place)
    weights = dict.fromkeys(sorted(holders), 0.0)
    scores = [0.0] * len(examples)
    for _ in range(rounds):
        moved = 0.0
        for feature in weights:
            held = 0.0 if feature == "bias" else penalty
            slope, curve = -held * weights[feature], held + 1e-6
            for place in holders[feature]:
                chance = sigmoid(scores[place])
                slope += examples[place][1] - chance
                curve += chance * (1 - chance)
            step = max(-1.0, min(1.0, slope / curve))
            weights[feature] += step
            moved = max(moved, abs(step))
            for place in holders[feature]:
                scores[place] += step
        if moved < 1e-4:
            break
    return weights
