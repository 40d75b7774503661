#!/usr/bin/python3
"""What the measuring itself promises."""
import unittest

import calibration
import logistic
from measure import Measure


class Holds(unittest.TestCase):
    def test_a_target_is_reached_from_below_or_from_above(self):
        self.assertTrue(Measure("g", "f1", 0.9, 0.9).holds)
        self.assertFalse(Measure("g", "f1", 0.89, 0.9).holds)
        self.assertTrue(Measure("g", "seconds", 0.5, 1, at_most=True).holds)
        self.assertFalse(Measure("g", "seconds", 1.5, 1, at_most=True).holds)
        self.assertIsNone(Measure("g", "found", 0.5).holds)


class Gap(unittest.TestCase):
    def test_is_zero_where_eight_of_ten_events_given_0_8_are_right(self):
        self.assertAlmostEqual(calibration.gap([(0.8, k < 8) for k in range(10)]), 0)

    def test_counts_a_bin_as_often_as_it_has_events(self):
        sure_and_wrong, unsure_and_right = [(1.0, False)] * 3, [(0.0, False)]
        self.assertAlmostEqual(calibration.gap(sure_and_wrong + unsure_and_right), 0.75)

    def test_a_confidence_of_one_is_in_the_last_bin(self):
        self.assertEqual(calibration.reliability([(1.0, True)]), [(0.9, 1.0, 1, 1.0, 1.0)])


class Logistic(unittest.TestCase):
    def test_gives_each_fact_the_share_of_right_ones_it_was_seen_with(self):
        examples = [(["bias", "sure"], int(k < 9)) for k in range(10)] + [(["bias"], int(k < 4)) for k in range(10)]
        weights = logistic.fit(examples, penalty=1e-6)
        self.assertAlmostEqual(logistic.predict(weights, ["bias", "sure"]), 0.9, places=3)
        self.assertAlmostEqual(logistic.predict(weights, ["bias"]), 0.4, places=3)

    def test_draws_what_was_seen_seldom_towards_the_rest(self):
        examples = [(["bias", "rare"], 0)] + [(["bias"], 1)] * 20
        self.assertGreater(logistic.predict(logistic.fit(examples, penalty=8), ["bias", "rare"]), 0.5)


if __name__ == "__main__":
    unittest.main()
