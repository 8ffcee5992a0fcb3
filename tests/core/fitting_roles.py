"""Of the roles of a row those whose turn it is: what the table test over (state, command, role) expects."""

from collections.abc import Mapping

# Of the roles of a row, those whose turn it is in a case that `someone_with` works on.
_IN_CHARGE = frozenset({"handler", "dept_lead"})
ONLY: Mapping[str, frozenset[str]] = {
    "TransferCase": frozenset({"manager"}),
    "TriageCase": frozenset({"triage", "manager", "confid"}),
    "RecordTransferResult": frozenset({"manager", "system"}),
    "ReturnToTriage": _IN_CHARGE,
    "SubmitPlan": _IN_CHARGE,
    "ChangePlan": _IN_CHARGE,
    "LowerLevel": frozenset({"manager", "quality"}),
    "ExtendDate": frozenset({"dept_lead", "manager"}),
    "AcceptCase": frozenset({"handler"}),
    "StartWork": frozenset({"handler", "duty"}),
    "AddTask": _IN_CHARGE,
    "FinishTask": _IN_CHARGE,
    "MoveResource": _IN_CHARGE,
    "EvaluatePlan": _IN_CHARGE,
    "ReportDone": _IN_CHARGE,
    "AgreeAppointment": _IN_CHARGE | {"steward", "desk", "duty"},
    "LogArrival": _IN_CHARGE | {"duty"},
    "ReportMadeSafe": _IN_CHARGE | {"duty"},
    "ConcludeWithoutWork": _IN_CHARGE,
    "ReturnWork": frozenset({"quality", "triage", "dept_lead"}),
    "ReleaseAnswer": frozenset({"quality", "triage", "dept_lead"}),
    "SendDatedAnswer": frozenset({"handler", "quality", "triage", "dept_lead", "manager"}),
    "UpdateIncident": frozenset({"duty_manager", "manager", "handler", "dept_lead"}),
    "EndIncident": frozenset({"duty_manager", "manager", "handler", "dept_lead"}),
    "AssignCase": frozenset({"triage", "dept_lead", "manager"}),
    "LogVisit": frozenset({"manager"}),
    "SignEvaluation": frozenset({"dept_lead", "manager"}),
    "LogJointCheck": frozenset({"quality", "manager", "company"}),
}
