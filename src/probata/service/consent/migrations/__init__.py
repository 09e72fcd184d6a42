"""The tables of requests, step by step."""
