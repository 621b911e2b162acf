"""What the site gives out besides its pages: tables, feeds, citations, cards, structured data, maps of the site."""
