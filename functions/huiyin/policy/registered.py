"""The register of register.toml against itself: every class, reader and row that it names is there."""

from huiyin.policy.files import spot_of
from huiyin.policy.schema import Policy


def check_register(policy: Policy) -> None:
    """Refuse a row of an unknown class or reader, and a risk of an unknown row.

    Policy: 2.5
    Raises: PolicyError naming file and key.
    """
    known = policy.register
    for code, row in known.rows.items():
        if row.kind not in known.classes:
            raise spot_of("register", "rows", code, "kind").unknown(row.kind, known.classes, "class of the register")
        if row.readers not in known.readers:
            raise spot_of("register", "rows", code, "readers").unknown(row.readers, known.readers, "reader of the register")
    for code, risk in known.risks.items():
        for place, name in enumerate(risk.rows):
            if name not in known.rows:
                raise spot_of("register", "risks", code, "rows", place).unknown(name, known.rows, "row of the register")
