"""What one person asks for and another must agree to: the requests and their decisions."""
