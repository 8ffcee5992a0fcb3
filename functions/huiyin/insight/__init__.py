"""The heavy end: figures, charts and reports. Imported by the analytics functions only."""
