"""Import files into the review store and export projects from it."""
