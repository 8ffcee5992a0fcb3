"""Creators of who signs in and what is mailed: user pools, SES identities, sets and receipt rules."""

from __future__ import annotations

from infra.local.cloud import Cloud, Made, creates
from infra.local.creators_kept import physical_name, taken
from infra.local.template import Json

_POOL_WORDS = (
    "AccountRecoverySetting AdminCreateUserConfig AliasAttributes AutoVerifiedAttributes DeletionProtection DeviceConfiguration "
    "MfaConfiguration Policies Schema UserAttributeUpdateSettings UsernameAttributes UsernameConfiguration UserPoolTier"
)
_CLIENT_WORDS = (
    "AccessTokenValidity AllowedOAuthFlows AllowedOAuthFlowsUserPoolClient AllowedOAuthScopes AuthSessionValidity CallbackURLs "
    "DefaultRedirectURI EnablePropagateAdditionalUserContextData EnableTokenRevocation ExplicitAuthFlows IdTokenValidity LogoutURLs "
    "PreventUserExistenceErrors ReadAttributes RefreshTokenValidity SupportedIdentityProviders TokenValidityUnits WriteAttributes"
)
_SET_WORDS = "ReputationOptions SendingOptions DeliveryOptions SuppressionOptions TrackingOptions"


@creates(
    "AWS::Cognito::UserPool",
    carries=f"UserPoolName {_POOL_WORDS}",
    leaves={
        "EnabledMfas": "moto accepts any second factor, so none is asked locally",
        "UserPoolAddOns": "no threat protection on a laptop",
        "EmailConfiguration": "Cognito sends no mail locally",
        "UserPoolTags": "labels of the bill",
    },
)
def _user_pool(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    ask = taken(properties, *_POOL_WORDS.split())
    name = properties.get("UserPoolName", physical_name(logical_id))
    pool = cloud.client("cognito-idp").create_user_pool(PoolName=name, **ask)["UserPool"]
    provider = f"cognito-idp.{cloud.region}.amazonaws.com/{pool['Id']}"
    attributes = {"Arn": pool["Arn"], "UserPoolId": pool["Id"], "ProviderName": provider, "ProviderURL": f"https://{provider}"}
    return Made(pool["Id"], attributes)


@creates("AWS::Cognito::UserPoolClient", carries=f"UserPoolId ClientName GenerateSecret {_CLIENT_WORDS}")
def _pool_client(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    ask = taken(properties, "UserPoolId", "GenerateSecret", *_CLIENT_WORDS.split())
    name = properties.get("ClientName", physical_name(logical_id))
    client = cloud.client("cognito-idp").create_user_pool_client(ClientName=name, **ask)["UserPoolClient"]
    return Made(client["ClientId"], {"ClientId": client["ClientId"], "Name": name})


@creates("AWS::Cognito::UserPoolGroup", carries="UserPoolId GroupName Description Precedence RoleArn")
def _group(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    cloud.client("cognito-idp").create_group(**properties)
    return Made(properties["GroupName"])


@creates("AWS::Cognito::UserPoolDomain", carries="UserPoolId Domain", leaves={"ManagedLoginVersion": "the local issuer has one page"})
def _pool_domain(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    cloud.client("cognito-idp").create_user_pool_domain(UserPoolId=properties["UserPoolId"], Domain=properties["Domain"])
    return Made(properties["Domain"], {"CloudFrontDistribution": f"{properties['Domain']}.auth.local"})


@creates("AWS::SES::ConfigurationSet", carries=f"Name {_SET_WORDS}", leaves={"VdmOptions": "no deliverability manager locally"})
def _configuration_set(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    name = properties.get("Name", physical_name(logical_id))
    cloud.client("sesv2").create_configuration_set(ConfigurationSetName=name, **taken(properties, *_SET_WORDS.split()))
    return Made(name)


@creates(
    "AWS::SES::EmailIdentity",
    carries="EmailIdentity ConfigurationSetAttributes",
    leaves={
        "DkimAttributes": "no mail leaves this machine, so none is signed",
        "DkimSigningAttributes": "no mail leaves this machine, so none is signed",
        "FeedbackAttributes": "what comes back is told to the event bus alone",
        "MailFromAttributes": "no mail leaves this machine",
    },
    note="counts as verified at once",
)
def _email_identity(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    chosen = properties.get("ConfigurationSetAttributes", {})
    cloud.client("sesv2").create_email_identity(EmailIdentity=properties["EmailIdentity"], **chosen)
    tokens = {f"DkimDNSToken{kind}{n}": f"{kind.lower()}{n}.dkim.local" for kind in ("Name", "Value") for n in (1, 2, 3)}
    return Made(properties["EmailIdentity"], tokens)


@creates("AWS::SES::ReceiptRuleSet", carries="RuleSetName")
def _receipt_rule_set(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    name = properties.get("RuleSetName", physical_name(logical_id))
    cloud.client("ses").create_receipt_rule_set(RuleSetName=name)
    return Made(name)


@creates(
    "AWS::SES::ReceiptRule",
    carries="RuleSetName Rule",
    leaves={"After": "rules keep the template's order"},
    note="/_local/inbound-mail puts every mail where it says, whoever it is for",
)
def _receipt_rule(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    rule = {"Name": physical_name(logical_id), **properties["Rule"]}
    cloud.client("ses").create_receipt_rule(RuleSetName=properties["RuleSetName"], Rule=rule)
    return Made(rule["Name"])
