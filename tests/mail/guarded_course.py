"""Which letters the events of a guarded case owe: to the confidential officers, and to the company where it has to agree."""

GUARDED = {
    "guarded CaseRegistered of us": {"case-registered/owner", "company-accused/auditor:yan.zheng"},
    "guarded ObjectionRaised": {"confidential-news/company:wei.lan", "confidential-news/company:ren.jun"},
    "guarded TriageReturned 1": {"confidential-news/confid:ye.qing", "confidential-news/confid:qin.yue"},
    "guarded CaseAssigned": {"confidential-case/confid:ye.qing"},
    "guarded PlanSubmitted": {
        "confidential-case/confid:ye.qing",
        "confidential-case/company:wei.lan",
        "confidential-case/company:ren.jun",
    },
    "guarded ProgressTold": {"progress-told/owner"},
    "guarded ProgressTold without progress": {"progress-told/owner", "confidential-news/confid:ye.qing"},
    "guarded PlanApproved by one of them": set(),
    "guarded PlanApproved": {"confidential-news/confid:qin.yue"},
    "guarded CaseConfided": {"confidential-case/confid:ye.qing", "confidential-case/confid:qin.yue"},
    "guarded ReleaseAsked": {"confidential-news/confid:ye.qing", "confidential-news/confid:qin.yue"},
    "guarded CaseUrged": {"confidential-news/confid:qin.yue"},
    "guarded PlanReturned": {"confidential-news/confid:qin.yue"},
    "guarded WorkReported": {"confidential-case/confid:ye.qing"},
    "guarded AnswerDisputed": {"reopened/owner", "confidential-news/confid:qin.yue"},
    "guarded ReviewAsked": {"confidential-case/company:wei.lan", "confidential-case/company:ren.jun"},
    "guarded AnswerReleased": {"answer/owner"},
    "guarded SurveyInvited": {"survey/owner"},
    "guarded SurveyAnswered": {"confidential-case/confid:ye.qing"},
    "guarded AnswerReleased upheld after a hearing": {"answer/owner", "hearing-result/accused:ma.hui"},
}
