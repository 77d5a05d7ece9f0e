import unittest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..tools.convex_hull import convex_hull

# Other work on the machine may slow down making the examples.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
POINTS = st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)))


class TestConvexHull(unittest.TestCase):
    def test_points_inside_are_no_corners(self):
        square = [(0, 0), (0, 4), (4, 4), (4, 0)]
        hull = convex_hull([*square, (1, 1), (2, 3), (2, 0)])
        self.assertEqual(set(hull), set(square))

    def test_a_line_has_no_outline(self):
        self.assertEqual(convex_hull([(0, 0), (1, 1), (2, 2)]), [])
        self.assertEqual(convex_hull([(0, 0), (0, 0)]), [])

    @PATIENT
    @given(POINTS)
    def test_every_point_lies_within(self, points):
        hull = convex_hull(points)
        for (x1, y1), (x2, y2) in zip(hull, hull[1:] + hull[:1], strict=True):
            for x, y in points:
                self.assertGreaterEqual((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1), 0)

    @PATIENT
    @given(POINTS)
    def test_corners_are_points_and_none_stands_twice(self, points):
        hull = convex_hull(points)
        self.assertLessEqual(set(hull), set(points))
        self.assertEqual(len(hull), len(set(hull)))
