"""One file per Lambda function, named after its logical id, and what the doors share."""

import gc

# Objects made before the collector looks for garbage. Set before anything else is imported: modules and the models of AWS are tens
# of thousands of objects that all stay; looking through them every 700 objects would be a twentieth of a function's first answer.
_COLLECT_AFTER = 100_000

gc.set_threshold(_COLLECT_AFTER)
