"""Bulk work at the desk: from an uploaded table to a proposal for every row, and what a dry run says of it."""
