"""What the carrier says of a letter, as a reason of ours: did it come back, and will the next one?"""

# Bounces that end this letter but not the address. "General" is left out: automatic replies come under that name.
_THIS_LETTER = frozenset({"MailboxFull", "MessageTooLarge", "ContentRejected", "AttachmentRejected"})


def reason_of(kind: str, bounce: str, detail: str) -> str | None:
    """Why a letter did not arrive, as a code of `core.work.RETURNS`; None when it may have arrived.

    Policy: 5.4
    kind: of the news ("Bounce", "Complaint", "Reject", ...); bounce: its type ("Permanent", "Transient", ...); detail: its subtype.
    """
    match kind, bounce:
        case "Bounce", "Permanent":
            return "bounced"
        case "Bounce", "Transient" if detail in _THIS_LETTER:
            return "mailbox_full"
        case "Complaint", _:
            return "complained"
        case "Reject" | "Rendering Failure", _:
            return "refused"
        case _:
            return None
