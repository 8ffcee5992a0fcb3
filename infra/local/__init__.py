"""The whole stack of template.yaml on a laptop: AWS from moto in one process, the rest from here."""
