"""Pages and acts of goals: one module for goals, one for the actions under them."""
