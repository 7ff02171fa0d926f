"""The page: the only package, with app.py, that knows gradio and plotly."""
