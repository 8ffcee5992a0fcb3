"""The privacy page as tables: whom to turn to, and how long what we hold is held."""

from datetime import date

from huiyin.policy.hours import window_words
from huiyin.policy.schema import Language, Policy
from infra.site_table_parts import in_language, markdown_table


def contact(policy: Policy, language: Language, today: date) -> str:
    """Who answers for the data, and every way to reach them; last, the authority outside."""
    charter = policy.charter
    rows = [
        [in_language(language, "谁负责", "Responsible"), charter.company.of(language)],
        [in_language(language, "找谁", "Ask for"), charter.roles["confid"].of(language)],
        [in_language(language, "电话", "Phone"), charter.duty_phone],
        [in_language(language, "邮箱", "E-mail"), charter.contact_mail],
    ]
    service = policy.calendar.windows.get("service")
    if service:
        rows.append([in_language(language, "当面", "In person"), window_words(service, language)])
    rows.append([in_language(language, "主管部门", "Authority"), charter.authority.of(language)])
    return markdown_table([in_language(language, "联系", "Contact"), in_language(language, "内容", "Details")], rows)


def kept(policy: Policy, language: Language, today: date) -> str:
    """How long each thing is kept, and what makes it go."""
    held = policy.charter.kept
    if language == "zh":
        rows = [
            ["您是谁、怎样联系您、您写的话、照片、来信", f"事情了结后 {held.closed_y} 年，自动删除"],
            ["上面这些，重大的或者多户合并办理的", f"事情了结后 {held.closed_major_y} 年，自动删除"],
            ["争议还没有了结，登记了暂不删除的", "到诉讼、仲裁或者信访程序结束"],
            ["您要求提前删除的", f"事情了结以后提出，{policy.rights.decide_d} 天内答复；同意的，当夜自动删除"],
            ["机器发来的邮件（自动回复、群发），不登记", f"{held.machine_mail_d} 天，自动删除"],
            ["系统日志，只有代号", f"{held.log_d} 天，自动删除"],
            ["防捣乱的计数，只有代号", "用过以后几天内自动清除"],
            ["删掉的内容，还在加密的备份里", f"最多再留 {held.backup_d} 天"],
            ["看不出是谁的数字", "一直留着，作统计"],
        ]
        return markdown_table(["内容", "存多久"], rows)
    years, more = (f"{y} year{'' if y == 1 else 's'}" for y in (held.closed_y, held.closed_major_y))
    rows = [
        ["Who you are, how to reach you, what you wrote, photos, mails", f"{years} after the matter has ended, then erased automatically"],
        ["The same of what was major or concerned many households", f"{more} after it has ended, then erased automatically"],
        ["While a dispute is open and it was entered that it is kept on", "Until the court, arbitration or petition procedure has ended"],
        ["If you ask for it sooner", f"Once it has ended: decided in {policy.rights.decide_d} days, then erased the next night"],
        ["Mail from machines (automatic replies, lists), not registered", f"{held.machine_mail_d} days, deleted automatically"],
        ["The system's log, codes only", f"{held.log_d} days, deleted automatically"],
        ["Counters against flooding, codes only", "Cleared automatically a few days after use"],
        ["What was deleted, in encrypted back-ups", f"Up to {held.backup_d} days more"],
        ["Figures that show nobody", "Kept, for statistics"],
    ]
    return markdown_table(["What", "How long"], rows)
