"""What several test folders need: a real sound server, and so on."""
