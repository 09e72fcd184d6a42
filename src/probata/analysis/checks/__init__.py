"""What is checked of a model after it is fitted."""
