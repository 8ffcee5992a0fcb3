"""The numbers of a case's course that are no clock: how often, how long, and who takes over, as a table."""

from datetime import date

from huiyin.policy.measures import Measures
from huiyin.policy.schema import Language, Policy
from huiyin.policy.survey import SurveyRules
from infra.site_table_parts import Pair, of_pairs
from infra.site_wording import share_words


def course(policy: Policy, language: Language, today: date) -> str:
    """Chapter 5: how often and how long, where no clock of chapter 3 says it."""
    pairs = [
        *_on_the_way(policy.measures),
        *_after_the_answer(policy.measures),
        *_of_the_survey(policy.survey),
        *_beside_it(policy.measures),
    ]
    return of_pairs(pairs, ("事项", "次数和期限"), ("What", "How often, how long"), language)


def _on_the_way(known: Measures) -> list[Pair]:
    share, before, urgent = share_words(known.question_reminder), known.question_before_cap_d, known.evaluate_urgent
    return [
        (
            (
                "请您补充",
                f"最多 {known.questions} 次，每次最多等 {known.question_d} 天，用去 {share} 时提醒一次；等到法定最晚日前 {before} 天为止",
            ),
            (
                "A question to you",
                (
                    f"At most {known.questions} times, {known.question_d} days each, with a reminder at {share}; "
                    f"we stop waiting {before} days before the legal limit"
                ),
            ),
        ),
        (
            ("部门退回", f"最多 {known.triage_returns} 次，再退由项目经理决定"),
            ("Sent back by a department", f"At most {known.triage_returns} times; after that the estate manager decides"),
        ),
        (
            ("完成日期延期", f"一次，最多 {known.extension_d} 天"),
            ("Moving the date of completion", f"Once, by at most {known.extension_d} days"),
        ),
        (
            ("逐件评估", f"每 {known.evaluate_d} 天一次；{urgent} 及以上每 {known.evaluate_urgent_d * 24} 小时一次"),
            ("Going through open work", f"Every {known.evaluate_d} days; {urgent} and above every {known.evaluate_urgent_d * 24} hours"),
        ),
        (
            ("先处置、后补手续", f"{known.emergency_triage_h} 小时内补评估，{known.emergency_approval_h} 小时内补审批"),
            (
                "Acting first in danger",
                f"Assessed within {known.emergency_triage_h} hours, approved within {known.emergency_approval_h}",
            ),
        ),
    ]


def _after_the_answer(known: Measures) -> list[Pair]:
    other, review = known.dispute_other_handler, known.dispute_review
    return [
        (
            (
                "答复以后没有您的回音",
                f"{known.reply_wd} 个工作日；联系您 {known.reply_tries} 次，相隔至少 {known.reply_apart_d} 天，才以“没有反馈”办结",
            ),
            (
                "No word from you after an answer",
                (
                    f"{known.reply_wd} working days and {known.reply_tries} attempts at least {known.reply_apart_d} days apart; "
                    "only then closed as “no reply”"
                ),
            ),
        ),
        (
            ("您说没有解决", f"{known.dispute_d} 天内重新答复；第 {other} 次换人办，第 {review} 次请没有参与过的人复核"),
            (
                "You say it is not solved",
                (
                    f"A new answer within {known.dispute_d} days; after dispute {other} another handler takes over, "
                    f"after dispute {review} somebody with no part in it reviews the case"
                ),
            ),
        ),
        (
            ("复核", f"{known.review_d} 天内作出决定"),
            ("Review", f"Decided within {known.review_d} days"),
        ),
        (
            ("办结以后再开", f"{known.reopen_d} 天内接着原来那件办"),
            ("Opening a closed case again", f"The old case goes on within {known.reopen_d} days"),
        ),
        (
            ("对不受理有异议", f"{known.objection_d} 天内提出"),
            ("Objecting when we decline", f"Within {known.objection_d} days"),
        ),
    ]


def _of_the_survey(known: SurveyRules) -> list[Pair]:
    return [
        (
            ("满意度评价", f"办结后 {known.open_d} 天内可以填；填了以后 {known.change_d} 天内可以改"),
            ("Survey", f"Open for {known.open_d} days after the closing; what you said can be changed for {known.change_d} days"),
        ),
        (
            (
                "您不满意，或者没有解决",
                f"没有经手的人 {known.call_wd} 个工作日内回访；没打通的，隔 {known.tries_apart_d} 天再打，共 {known.tries} 次",
            ),
            (
                "You are not satisfied",
                (
                    f"Somebody who took no part calls within {known.call_wd} working days; if nobody answers, "
                    f"{known.tries} attempts at least {known.tries_apart_d} day apart"
                ),
            ),
        ),
    ]


def _beside_it(known: Measures) -> list[Pair]:
    return [
        (
            ("催一下", f"隔 {known.urge_apart_h} 小时可以再催"),
            ("Urging", f"Again after {known.urge_apart_h} hours"),
        ),
        (
            ("反复辱骂、骚扰工作人员", f"两个人同意，{known.contact_limit_d} 天内由一位固定的工作人员联系您；危险随时受理"),
            (
                "Abuse of our people, again and again",
                f"Two of us decide: one person speaks with you for {known.contact_limit_d} days; a danger is always heard",
            ),
        ),
        (
            ("转给外面的单位", f"最多隔 {known.follow_up_d} 天去问一次结果"),
            ("Passed on to a body outside", f"We ask what became of it every {known.follow_up_d} days at the latest"),
        ),
    ]
