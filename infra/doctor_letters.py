"""Can letters leave, and do they arrive: the mail domain, the account at SES, the rules for mail that comes in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from infra.deployment import Deployment
from infra.doctor_findings import About, Finding

# Beyond this share of the day's quota a busy evening may be refused.
_BUSY = 0.8


def mail_domain(deployment: Deployment) -> Iterator[Finding]:
    """The domain is proven and signs its letters."""
    domain = deployment.named("MailIdentity") or ""
    found = deployment.client("sesv2").get_email_identity(EmailIdentity=domain)
    records = "Put the three CNAME records of the output MailRecords into its DNS; AWS looks within 72 hours."
    yield About("发信域名", "Mail domain").holds(
        found.get("VerifiedForSendingStatus", False),
        f"{domain} {'verified' if found.get('VerifiedForSendingStatus') else 'not verified'}",
        records,
    )
    dkim = found.get("DkimAttributes", {})
    signs = dkim.get("SigningEnabled", False) and dkim.get("Status") == "SUCCESS"
    yield About("邮件签名", "DKIM").holds(signs, dkim.get("Status", "off"), records)


def mail_account(deployment: Deployment) -> Iterator[Finding]:
    """The account may write to anyone, often enough, and is in good standing."""
    account: dict[str, Any] = deployment.client("sesv2").get_account()
    production = account.get("ProductionAccessEnabled", False)
    yield About("发信沙箱", "SES sandbox").holds(
        production,
        "left" if production else "still in it: letters reach verified addresses alone",
        "Ask AWS for production access: SES console, Account dashboard, Request production access. It takes about a day.",
        otherwise="FAIL" if deployment.is_live else "warn",
    )
    yield About("账户发信", "SES sending").holds(
        account.get("SendingEnabled", False),
        "on" if account.get("SendingEnabled") else "paused",
        "AWS or somebody has paused sending for the whole account: read the message in the SES console. Letters wait meanwhile.",
    )
    standing = account.get("EnforcementStatus", "HEALTHY")
    yield About("账户信誉", "SES standing").holds(
        standing == "HEALTHY",
        standing,
        "Too many letters bounced or were called unwanted: correct mistyped addresses, then answer the case in the SES console.",
        otherwise="FAIL" if standing == "SHUTDOWN" else "warn",
    )
    quota = account.get("SendQuota", {})
    most, sent = quota.get("Max24HourSend", 0.0), quota.get("SentLast24Hours", 0.0)
    yield About("发信限额", "Sending quota").holds(
        most < 0 or sent < most * _BUSY,
        f"{sent:.0f} of {most:.0f} in 24 hours, {quota.get('MaxSendRate', 0):.0f} a second",
        "Ask for more under Service Quotas, SES, Sending quota. Letters beyond it wait for the next sweep.",
        otherwise="warn",
    )


def mail_sending(deployment: Deployment) -> Iterator[Finding]:
    """Our own configuration set sends, and remembers addresses that bounced."""
    name = deployment.named("MailSending") or ""
    found = deployment.client("sesv2").get_configuration_set(ConfigurationSetName=name)
    sending = found.get("SendingOptions", {}).get("SendingEnabled", True)
    yield About("发信配置", "Configuration set").holds(
        sending,
        "sends" if sending else "paused",
        f"aws sesv2 put-configuration-set-sending-options --sending-enabled --configuration-set-name {name}",
    )
    kept = set(found.get("SuppressionOptions", {}).get("SuppressedReasons", []))
    yield About("退信名单", "Suppression list").holds(
        kept == {"BOUNCE", "COMPLAINT"},
        ", ".join(sorted(kept)) or "empty",
        "Deploy again: the template asks for BOUNCE and COMPLAINT. Without them letters go to dead addresses again and again.",
        otherwise="warn",
    )


def mail_in(deployment: Deployment) -> Iterator[Finding]:
    """The rules for incoming mail are in force; CloudFormation cannot do that."""
    about = About("收信规则", "Receipt rules")
    sets = list(deployment.of_type("AWS::SES::ReceiptRuleSet").values())
    if not sets:
        yield about.holds(True, "this stack takes no mail in", "")
        return
    active = deployment.client("ses").describe_active_receipt_rule_set().get("Metadata", {}).get("Name")
    yield about.holds(
        active in sets,
        f"in force: {active or 'none'}",
        f"aws ses set-active-receipt-rule-set --rule-set-name {sets[0]} --region {deployment.region}",
    )


CHECKS = (mail_domain, mail_account, mail_sending, mail_in)
