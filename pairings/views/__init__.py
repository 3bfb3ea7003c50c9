"""The pages of a pair, and those for whoever runs the program."""
