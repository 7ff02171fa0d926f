"""The web page. Only this package and app.py import gradio; plotly is imported in one module."""
