"""What one registration asks of AWS, counted from the requests as they leave: the same on every machine."""

from store.write_units import transaction_units
from tests.bench.lines import Line, counted
from tests.bench.tape import ESTATE, Tape
from tests.bench.warm import item, puts_of

AWS_CALLS, WRITE_UNITS = 3, 12


def aws_calls(tape: Tape) -> int:
    """How many calls one request makes."""
    return len(calls_of_request(tape))


def calls_of_request(tape: Tape) -> list[str]:
    """The calls of one request. The secret is read once in a container's life, and the places and people in force every half minute:
    both belong to no request."""
    return [key.partition(".")[2] for key, _ in tape.calls if not key.startswith("secretsmanager.") and not key.endswith(ESTATE)]


def write_units(tape: Tape) -> int:
    """The write units of its transaction, all indexes included."""
    puts = puts_of(tape.said("TransactWriteItems"))
    return transaction_units({"TransactItems": [{"Put": {"Item": item(put["Item"])}} for put in puts]})


def counter_lines(tape: Tape) -> list[Line]:
    """Both lines. tape: of a registration."""
    return [
        counted("registration_aws_calls", aws_calls(tape), "calls", AWS_CALLS),
        counted("registration_write_units", write_units(tape), "units", WRITE_UNITS),
    ]
