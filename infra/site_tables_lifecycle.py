"""The lifecycle as tables: every step for whoever builds on it, the states as an owner lives them, and the events."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from huiyin.core.events import EVENTS
from huiyin.core.lifecycle import LIFECYCLE, OPEN, STAFF, STATES, STEPS, Step
from huiyin.policy.schema import Language, Policy
from infra.site_table_parts import in_language, markdown_table, with_note
from infra.site_wording import joined

_NONE = "—"


def step_words(step: Step, policy: Policy, language: Language) -> str:
    """What a step is called."""
    return policy.word(f"labels.step_{step.slug.replace('-', '_')}", language)


def steps(policy: Policy, language: Language, today: date) -> str:
    """The whole table of the lifecycle: number, step, from, to, who."""
    heads = ["步骤", "编号", "从", "到", "谁"] if language == "zh" else ["Step", "No.", "From", "To", "Who"]
    rows = [
        [
            with_note(step_words(step, policy, language), f"`{step.command}`"),
            _NONE if step.row == "-" else step.row,
            _states(step.sources, policy, language) if step.sources else _NONE,
            _targets(step, policy, language),
            _who(step, policy, language),
        ]
        for step in LIFECYCLE
    ]
    return markdown_table(heads, rows)


def _targets(step: Step, policy: Policy, language: Language) -> str:
    if not step.targets:
        return in_language(language, "不变", "Stays") if step.sources else _NONE
    return _where_to(step, policy, language)


def _where_to(step: Step, policy: Policy, language: Language) -> str:
    """Where a step leads; a reply leads back to wherever the question was asked."""
    if step.targets == STEPS["AskOwner"].sources:
        return in_language(language, "提问以前的状态", "The state before the question")
    return _states(step.targets, policy, language)


def _states(codes: Sequence[str], policy: Policy, language: Language) -> str:
    if tuple(codes) == OPEN:
        return in_language(language, "办理中的任一状态", "Every open state")
    if tuple(codes) == STATES:
        return in_language(language, "任一状态", "Every state")
    return _listed([policy.charter.states[code].of(language) for code in codes], language)


def _listed(words: Sequence[str], language: Language) -> str:
    """States and steps may hold a comma of their own, so that a heavier stop stands between them."""
    return in_language(language, "；", "; ").join(dict.fromkeys(words))


def _who(step: Step, policy: Policy, language: Language) -> str:
    named = [policy.charter.roles[code].of(language) for code in step.roles if not (code in STAFF and set(STAFF) <= set(step.roles))]
    everybody = [in_language(language, "全体员工", "Any member of staff")] if set(STAFF) <= set(step.roles) else []
    return joined([*named, *everybody], language)


def states(policy: Policy, language: Language, today: date) -> str:
    """5.2: what the owner sees in each state, what may come next, and what he can do there himself."""
    heads = ["状态", "意思是", "接下来", "您可以"]
    heads_en = ["State", "What it means", "What may come next", "What you can do"]
    rows = [
        [
            policy.charter.states[state].of(language),
            policy.word(f"labels.state_{state.lower()}", language),
            _next(state, policy, language),
            _yours(state, policy, language),
        ]
        for state in STATES
    ]
    return markdown_table(heads if language == "zh" else heads_en, rows)


def _next(state: str, policy: Policy, language: Language) -> str:
    """What others than the owner do next: the way that most cases take, then what else may come."""
    found = [step for step in LIFECYCLE if state in step.sources and step.targets and step.roles != ("owner",)]
    for step in found:
        if step.targets == STEPS["AskOwner"].sources:
            return _where_to(step, policy, language)
    reached = [target for step in found for target in step.targets if target != state]
    first = next((one for one in reached if _forward(state, one)), None)
    others = [policy.charter.states[one].of(language) for one in STATES if one in reached and one != first]
    if first is None:
        return _listed(others, language) or _NONE
    words = policy.charter.states[first].of(language)
    return with_note(words, in_language(language, "也可能：", "or: ") + _listed(others, language)) if others else words


def _forward(state: str, following: str) -> bool:
    """Whether a state comes later in the life of a case; a question to the owner only interrupts it, and so does an outside body."""
    aside = {"AWAITING_OWNER", "MERGED", "TRANSFERRED"}
    return not aside & {state, following} and STATES.index(following) > STATES.index(state)


def _yours(state: str, policy: Policy, language: Language) -> str:
    """What the owner can do there in this edition; to take it back comes last."""
    yours = [step for step in LIFECYCLE if "owner" in step.roles and state in step.sources]
    words = [step_words(step, policy, language) for step in sorted(yours, key=lambda step: "WITHDRAWN" in step.targets)]
    if language == "en":
        words = [word if place == 0 else word[0].lower() + word[1:] for place, word in enumerate(words)]
    return _listed(words, language) or _NONE


def events(policy: Policy, language: Language, today: date) -> str:
    """Every event by its name, in the words that staff read in the timeline; what a sentence quotes of a case is left open."""
    quoted = in_language(language, "……", "...")
    blanks = defaultdict(
        lambda: quoted,
        department=in_language(language, "主办部门", "the lead department"),
        clock=in_language(language, "某一项", "something"),
        role=in_language(language, "员工", "a member of staff"),
    )
    rows = []
    for name in EVENTS:
        code = f"events.staff.{name}" if f"events.staff.{name}" in policy.words["zh"] else f"events.{name}"
        said = policy.word(code, language).format_map(blanks)
        rows.append([f"`{name}`", said[0].upper() + said[1:]])
    heads = [in_language(language, "事件", "Event"), in_language(language, "发生了什么", "What happened")]
    return markdown_table(heads, rows)
