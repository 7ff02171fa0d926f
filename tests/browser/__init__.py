"""The demo as its visitors meet it: served by ``python app.py``, opened in Chromium or by gradio_client."""
