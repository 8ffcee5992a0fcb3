"""All creators in one place: importing this module registers them."""

from infra.local import creators_described, creators_kept, creators_people, creators_queues, creators_sources

__all__ = ["creators_described", "creators_kept", "creators_people", "creators_queues", "creators_sources"]
