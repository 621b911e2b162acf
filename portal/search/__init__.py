"""The search across everything: what may be asked, the page of results, suggestions, and both in the API."""
