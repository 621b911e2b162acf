"""Two to four records of one kind side by side."""
