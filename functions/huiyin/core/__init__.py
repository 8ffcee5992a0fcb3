"""The rules of the trade: pure functions from command to events; no clock, no network, no chance."""
