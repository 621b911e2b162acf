"""Charts drawn on the server: one measure of one subject over time, or of many subjects side by side.

`series` decides what may stand on one axis, `ticks` where its marks are, `places` and `labels` where values and their numbers
stand, `drawing` and `strip` draw. The same SVG stands in a
page, where the sheet colours it, and alone, where its own attributes do.
"""
