"""The review database: texts, decisions and the queue."""
