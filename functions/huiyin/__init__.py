"""Huiyin 回音: the complaint system in which every matter gets an answer."""
