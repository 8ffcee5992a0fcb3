"""The workshop: what builds, checks and runs the product on a laptop; never deployed."""
