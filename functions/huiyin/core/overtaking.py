"""5 执行与反馈: what happens to a case without overtaking anybody who is looking at it."""

from huiyin.core.events import (
    CallTaken,
    CaseShared,
    CopyGiven,
    DeadlineMissed,
    DeadlineNeared,
    EvidenceChecked,
    FilesAdded,
    FlatCounted,
    OwnerReminded,
    ProgressTold,
    StepEscalated,
)

# Photos come in, households are counted, clocks speak, somebody asks how it stands: none of it changes what there is to decide, so that
# whoever looked at the case before it, with a plan half written, has still seen all that counts.
BESIDE = (
    CallTaken,
    CaseShared,
    CopyGiven,
    DeadlineMissed,
    DeadlineNeared,
    EvidenceChecked,
    FilesAdded,
    FlatCounted,
    OwnerReminded,
    ProgressTold,
    StepEscalated,
)
