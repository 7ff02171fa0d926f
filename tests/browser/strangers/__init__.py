"""What strangers send and type, and what is left of it on the server and in other sessions."""
