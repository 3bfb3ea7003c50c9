"""The pages of a program, by what one does there."""
