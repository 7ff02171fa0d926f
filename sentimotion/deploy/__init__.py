"""Put the page online as a Hugging Face Space."""
