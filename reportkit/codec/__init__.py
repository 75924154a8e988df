"""Values of the model as plain data, and back: one walk over the types for all that is made of them."""
