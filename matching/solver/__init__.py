"""How the best assignment is found: aims as stages of whole numbers, solved in their order."""
