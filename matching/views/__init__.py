"""The pages of the matching, for those who run the program."""
