"""A small product for the tests of the local stack."""
