"""What the environment tells us; read on first use, never on import."""

import os


class Missing(Exception):
    """A variable that template.yaml sets for every function is not there."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not set; template.yaml sets it under Globals")


class Unfit(Exception):
    """A variable says what the services that we use cannot take. why: the rest of the sentence, with the way out."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} {why}")


def _required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise Missing(name)
    return value


def case_table() -> str:
    """Name of the table that holds the cases."""
    return _required("CASE_TABLE")


def evidence_bucket() -> str:
    """Name of the private bucket of photos and papers."""
    return _required("EVIDENCE_BUCKET")


def mail_bucket() -> str:
    """Name of the private bucket that mails come into; there is one only where the installation takes mail in."""
    return _required("MAIL_BUCKET")


def site_bucket() -> str:
    """Name of the bucket of the published site and its figures."""
    return _required("SITE_BUCKET")


def books_bucket() -> str:
    """Name of the bucket of the books of days, in which nothing can be overwritten or removed."""
    return _required("BOOKS_BUCKET")


def case_key() -> str:
    """ARN of the key under which the words of cases are sealed."""
    return _required("CASE_KEY")


def people_key() -> str:
    """ARN of the key under which identities are sealed."""
    return _required("PEOPLE_KEY")


def guarded_key() -> str:
    """ARN of the key under which guarded cases are sealed, and which one function alone may open with."""
    return _required("GUARDED_KEY")


def confidential_lane() -> str:
    """Name of the function that answers what is asked of guarded cases."""
    return _required("CONFIDENTIAL_LANE")


def secret_arn() -> str:
    """ARN of the secret from which numbers and codes follow."""
    return _required("SECRET_ARN")


def door_secret_arn() -> str:
    """ARN of the secret by which our distribution is known at the owners' door."""
    return _required("DOOR_SECRET_ARN")


def proof_of_work() -> bool:
    """Whether a complaint has to bring a little work; only "off" switches it off."""
    return os.environ.get("PROOF_OF_WORK") != "off"


def mail_from() -> str:
    """The address from which letters leave, in ASCII.

    Raises: Unfit for a domain in Chinese; once for all letters, not as a fault of each.
    """
    address = _required("MAIL_FROM")
    if not address.isascii():
        raise Unfit("MAIL_FROM", "is not in ASCII; write a domain in Chinese as mail systems do (xn--...)")
    return address


def intake_address() -> str | None:
    """The address that complaints are written to, or None where no mail is taken in."""
    return os.environ.get("INTAKE_ADDRESS") or None


def mail_configuration_set() -> str | None:
    """The SES configuration set, or None where there is none."""
    return os.environ.get("MAIL_CONFIGURATION_SET") or None


def alarm_queue() -> str:
    """URL of the queue of what robots have to ring of."""
    return _required("ALARM_QUEUE")


def robot_secret_arn() -> str | None:
    """ARN of the secret that names the robots, or None where there is no robot."""
    return os.environ.get("ROBOT_SECRET_ARN") or None


def site_url() -> str:
    """Where the site is, without a slash at the end. Links are made from this, never from a request."""
    return _required("SITE_URL").rstrip("/")


def oidc_issuer() -> str:
    """The issuer whose access tokens open the desk."""
    return _required("OIDC_ISSUER")


def oidc_client_id() -> str:
    """The client for which those tokens must have been made."""
    return _required("OIDC_CLIENT_ID")


def oidc_jwks_url() -> str:
    """Where the issuer publishes its keys."""
    return _required("OIDC_JWKS_URL")


def oidc_user_claim() -> str:
    """The claim that holds the staff code."""
    return os.environ.get("OIDC_USER_CLAIM") or "username"


def oidc_groups_claim() -> str:
    """The claim that holds the roles."""
    return os.environ.get("OIDC_GROUPS_CLAIM") or "cognito:groups"


def oidc_second_factor() -> tuple[str, frozenset[str]] | None:
    """The claim that shows a second factor, with the values that do, as "amr=mfa otp"; None where the issuer's pool asks it of everybody.

    Raises: Missing when it is not written like that.
    """
    said = (os.environ.get("OIDC_SECOND_FACTOR") or "").strip()
    claim, _, values = said.partition("=")
    if said and not (claim.strip() and values.split()):
        raise Missing("OIDC_SECOND_FACTOR")
    return (claim.strip(), frozenset(values.split())) if said else None


def stage() -> str:
    """Which installation this is: "local", "trial" or "live"."""
    return os.environ.get("STAGE") or "live"


def powertools_service_name() -> str:
    """Under which name this installation counts and logs."""
    return _required("POWERTOOLS_SERVICE_NAME")


def powertools_metrics_namespace() -> str:
    """Where its figures stand in CloudWatch."""
    return _required("POWERTOOLS_METRICS_NAMESPACE")
