"""What an owner may do with his case: each act by its name, the fields it takes, and whether it is open to him now."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from huiyin.core.case import Case
from huiyin.core.commands import (
    OWNER,
    AddFact,
    AgreeToBeNamed,
    AnswerSurvey,
    AskReview,
    Command,
    ConfideCase,
    ConfirmAnswer,
    DisputeAnswer,
    GroupSeen,
    JoinGroup,
    LeaveGroup,
    ObjectToDecline,
    ObjectToLimit,
    RaiseGrievance,
    ReleaseCase,
    ReopenCase,
    ReplyToQuestion,
    ShareCase,
    UrgeCase,
    WithdrawCase,
    WithdrawConsent,
)
from huiyin.core.decide import why_not
from huiyin.core.errors import NotUnderstood
from huiyin.core.feedback import SOLVED
from huiyin.core.rights import may_take_back
from huiyin.core.sharing import PROGRESS
from huiyin.entry import descriptors, sentences
from huiyin.entry.act import Act
from huiyin.entry.fields import Fields
from huiyin.entry.rights_acts import CONSENT, RIGHTS
from huiyin.entry.survey_form import read_survey, survey_fields
from huiyin.policy.schema import Phrase, Policy

Json = dict[str, Any]
# How a file of his is named at the door; what the case keeps is its slot.
KEY_CHARS = 200
# Looking who read his name changes nothing, so it is no command.
READS = "reads"
# Showing something of it to neighbours has a page of its own: what is covered is confirmed first.
SHARE = "share"
# What is said about whoever handles the case becomes a case of its own.
ABOUT_HANDLER = "about-handler"


def _note(fields: Fields, policy: Policy) -> str:
    return fields.text("note", policy.limits.note_chars)


def _grounds(fields: Fields, policy: Policy) -> str:
    return fields.needed_text("grounds", policy.limits.note_chars)


def _files(fields: Fields, policy: Policy) -> tuple[str, ...]:
    return fields.texts("files", most=policy.limits.files, limit=KEY_CHARS)


def _survey(fields: Fields, policy: Policy) -> Command:
    said = read_survey(fields, OWNER, policy)
    if said is None:
        raise NotUnderstood("field_required", field="solved")
    return said


def _dispute(fields: Fields, policy: Policy) -> Command:
    known = [*_not_solved(policy)]
    numbers = [str(number) for number in range(1, policy.measures.points + 1)]
    return DisputeAnswer(
        by=OWNER,
        solved=fields.needed_code("solved", known),
        points=tuple(int(number) for number in fields.codes("points", numbers)),
        words=fields.needed_text("words", policy.limits.note_chars),
    )


def _not_solved(policy: Policy) -> dict[str, Phrase]:
    return {code: name for code, name in policy.measures.solved.items() if code != SOLVED}


def _what_is_not(case: Case | None, points: Sequence[Json], policy: Policy) -> list[Json]:
    """How far it is not solved; and of which points, where there are several."""
    asked = [descriptors.choice("solved", policy, descriptors.named(_not_solved(policy)))]
    if len(points) > 1:
        numbered = [{"value": str(point["n"]), "name": _numbered(point)} for point in points]
        said = sentences.word("labels.act_dispute_points", policy)
        asked.append(descriptors.several("points", policy, numbered, needed=False) | {"label": said})
    return asked


def _numbered(point: Json) -> sentences.Words:
    name = point["words"] or {"zh": "", "en": ""}
    return {language: " · ".join(part for part in (str(point["n"]), said) if part) for language, said in name.items()}


def _of_grounds(made: type[AskReview | ReopenCase | ObjectToDecline | ObjectToLimit], title: str, asks: str) -> Act:
    """An act that asks for nothing but why."""
    return Act(
        command=made.__name__,
        read=lambda fields, policy: made(by=OWNER, grounds=_grounds(fields, policy)),
        example=made(by=OWNER, grounds="-"),
        words="grounds",
        needed=True,
        title=title,
        asks=asks,
    )


def _of_wish(made: type[Any], words: str, title: str, asks: str, send: str) -> Act:
    """An act that is complete without a word. words: the field for one all the same."""
    return Act(
        command=made.__name__,
        read=lambda fields, policy: cast(Command, made(by=OWNER, **{words: fields.text(words, policy.limits.note_chars)})),
        example=cast(Command, made(by=OWNER, **{words: ""})),
        words=words,
        needed=False,
        title=title,
        asks=asks,
        send=send,
    )


# In the order in which a page offers them.
ACTS: Mapping[str, Act] = {
    "reply": Act(
        command="ReplyToQuestion",
        read=lambda fields, policy: ReplyToQuestion(
            by=OWNER, answer=fields.text("answer", policy.limits.note_chars), files=_files(fields, policy)
        ),
        example=ReplyToQuestion(by=OWNER, answer="-"),
        words="answer",
        needed=True,
        title="labels.act_reply",
        asks="labels.act_reply_words",
    ),
    "confirm": _of_wish(ConfirmAnswer, "note", "labels.act_confirm", "labels.act_confirm_words", "labels.act_confirm_send"),
    "dispute": Act(
        command="DisputeAnswer",
        read=_dispute,
        example=DisputeAnswer(by=OWNER, solved="unsolved", points=(), words="-"),
        words="words",
        needed=True,
        title="labels.act_dispute",
        asks="labels.act_dispute_words",
        more=_what_is_not,
    ),
    "review": _of_grounds(AskReview, "labels.act_review", "labels.act_review_words"),
    "survey": Act(
        command="AnswerSurvey",
        read=_survey,
        example=AnswerSurvey(by=OWNER, solved=SOLVED),
        words="words",
        needed=False,
        title="labels.act_survey",
        asks="labels.act_survey_words",
        send="labels.act_survey_send",
        more=lambda case, points, policy: survey_fields(policy),
    ),
    "reopen": _of_grounds(ReopenCase, "labels.act_reopen", "labels.act_reopen_words"),
    "object": _of_grounds(ObjectToDecline, "labels.act_object", "labels.act_object_words"),
    "add": Act(
        command="AddFact",
        read=lambda fields, policy: AddFact(by=OWNER, note=_note(fields, policy), files=_files(fields, policy)),
        example=AddFact(by=OWNER, note="-"),
        words="note",
        needed=True,
        title="labels.act_add",
        asks="labels.act_add_words",
    ),
    ABOUT_HANDLER: Act(
        command="RaiseGrievance",
        read=lambda fields, policy: RaiseGrievance(by=OWNER, note=fields.needed_text("note", policy.limits.note_chars)),
        example=RaiseGrievance(by=OWNER, note="-"),
        words="note",
        needed=True,
        title="labels.act_about_handler",
        asks="labels.act_about_handler_words",
    ),
    "urge": _of_wish(UrgeCase, "note", "labels.act_urge", "labels.act_urge_words", "labels.act_urge_send"),
    "join": Act(
        command="JoinGroup",
        read=lambda fields, policy: JoinGroup(by=OWNER, group="", own=fields.text("own", policy.limits.note_chars)),
        example=JoinGroup(by=OWNER, group="-"),
        words="own",
        needed=False,
        title="labels.act_join",
        asks="labels.act_join_words",
        send="labels.act_join_send",
    ),
    "name-me": _of_wish(AgreeToBeNamed, "note", "labels.act_name_me", "labels.act_name_me_words", "labels.act_name_me_send"),
    "leave": _of_wish(LeaveGroup, "reason", "labels.act_leave", "labels.act_leave_words", "labels.act_leave_send"),
    "object-limit": _of_grounds(ObjectToLimit, "labels.act_object_limit", "labels.act_object_limit_words"),
    "confide": _of_wish(ConfideCase, "reason", "labels.act_confide", "labels.act_confide_words", "labels.act_confide_send"),
    "open-up": _of_wish(ReleaseCase, "reason", "labels.act_open_up", "labels.act_open_up_words", "labels.act_open_up_send"),
    "withdraw": _of_wish(WithdrawCase, "grounds", "labels.act_withdraw", "labels.act_withdraw_words", "labels.act_withdraw_send"),
    **RIGHTS,
}
ACTS_TO_COME = frozenset({"new-code"})


def read_act(name: str, fields: Fields, policy: Policy) -> Command:
    """The command of an act, read from its body: files are named by the keys under which they were sent.

    Raises: NotUnderstood.
    """
    ask = ACTS[name].read(fields, policy)
    fields.nothing_else()
    return ask


def open_to_owner(case: Case, policy: Policy, now: datetime, about: GroupSeen | None = None) -> list[str]:
    """The acts that the owner of this case may do now; looking who read his name is always open.

    Policy: 5.2
    about: the group about the same matter that he may join, if there is one.
    """
    examples = {name: act.example for name, act in ACTS.items()} | {
        "join": JoinGroup(by=OWNER, group="-", seen=about),
        CONSENT: WithdrawConsent(by=OWNER, consents=may_take_back(case, policy)),
        SHARE: ShareCase(
            by=OWNER, to=next(code for code, one in policy.sharing.recipients.items() if one.owner), purpose=PROGRESS, part=PROGRESS
        ),
    }
    return [*(name for name, example in examples.items() if why_not(case, example, policy, now) is None), READS]


def forms_of(names: Collection[str], points: Sequence[Json], policy: Policy, case: Case | None = None) -> list[Json]:
    """What a page shows of each of these acts: its title, its fields, and what stands on its button, in the order of a page.

    Policy: 5.2
    points: of the answer that holds.
    """
    return [
        {
            "name": name,
            "title": sentences.word(act.title, policy),
            "send": sentences.word(act.send, policy),
            "fields": [
                *act.more(case, points, policy),
                descriptors.text(act.words, policy, long=True, needed=act.needed, label=sentences.word(act.asks, policy)),
            ],
        }
        for name, act in ACTS.items()
        if name in names
    ]
