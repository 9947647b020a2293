"""Charts: pictures as inline SVG, each with the table that is behind it; they fit a screen of 400 px."""
