"""What must be true of the keys of the template, and of who may use which."""

from collections.abc import Iterator

from house.template_reading import Json, listed, of_type

GUARDED, LANE = "GuardedKey", "ConfidentialLane"
# By which a wrapped data key becomes one that can be read, or is handed on to a key that somebody can open.
OPENING = {"kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:CreateGrant"}


def keys_are_symmetric_turn_and_stay(resources: Json) -> Iterator[str]:
    for name, resource, key in of_type(resources, "AWS::KMS::Key"):
        if (key.get("KeySpec"), key.get("KeyUsage")) != ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"):
            yield f"{name}: an envelope needs a symmetric key for encryption"
        if key.get("EnableKeyRotation") is not True:
            yield f"{name}: does not rotate"
        if resource.get("DeletionPolicy") != "Retain" or resource.get("UpdateReplacePolicy") != "Retain":
            yield f"{name}: losing it loses every case"


def keys_open_for_named_functions_alone(resources: Json) -> Iterator[str]:
    for name, _, key in of_type(resources, "AWS::KMS::Key"):
        for statement in key["KeyPolicy"]["Statement"]:
            actions = set(listed(statement["Action"]))
            if any("*" in action for action in actions):
                yield f"{name}: {statement['Sid']} does not list its actions"
            if actions & {"kms:Decrypt", "kms:GenerateDataKey", "kms:Encrypt", "kms:ReEncryptFrom", "kms:CreateGrant"}:
                roles = listed(statement.get("Condition", {}).get("ArnLike", {}).get("aws:PrincipalArn", []))
                if "Service" in statement["Principal"]:
                    # A service of AWS that writes for us: for this account alone, and never under a key of cases.
                    ours = statement.get("Condition", {}).get("StringEquals", {}).get("aws:SourceAccount") == {"Ref": "AWS::AccountId"}
                    if not ours or name in ("CaseKey", "PeopleKey", "GuardedKey"):
                        yield f"{name}: {statement['Sid']} opens for {statement['Principal']['Service']}"
                elif not roles:
                    yield f"{name}: {statement['Sid']} opens for everybody in the account"
                for role in roles:
                    function = role["Fn::Sub"].rsplit("-", 2)[1].removesuffix("Role")
                    if resources.get(function, {}).get("Type") != "AWS::Lambda::Function":
                        yield f"{name}: {statement['Sid']} names {function}, which is no function"


def guarded_cases_open_in_the_lane_alone(resources: Json) -> Iterator[str]:
    for function, action, key in _rights_on_keys(resources):
        if key == GUARDED and action in OPENING and function != LANE:
            yield f"{function}: may {action} with {GUARDED}, as {LANE} alone may"
    for statement in resources[GUARDED]["Properties"]["KeyPolicy"]["Statement"]:
        if OPENING & set(listed(statement["Action"])) and _named_by(statement) != {LANE}:
            yield f"{GUARDED}: {statement['Sid']} opens for others than {LANE}"


def roles_and_keys_agree(resources: Json) -> Iterator[str]:
    """A right on a key that the policy of that key does not give as well is none: KMS refuses."""
    for function, action, key in _rights_on_keys(resources):
        statements = resources[key]["Properties"]["KeyPolicy"]["Statement"]
        if not any(action in listed(one["Action"]) and function in _named_by(one) for one in statements):
            yield f"{function}: may {action} with {key}, says its role, and {key} does not say so"


def _rights_on_keys(resources: Json) -> Iterator[tuple[str, str, str]]:
    keys = {name for name, _, _ in of_type(resources, "AWS::KMS::Key")}
    for name, _, role in of_type(resources, "AWS::IAM::Role"):
        for statement in (one for policy in role.get("Policies", []) for one in policy["PolicyDocument"]["Statement"]):
            named = {resource["Fn::GetAtt"][0] for resource in listed(statement["Resource"]) if "Fn::GetAtt" in resource}
            for action in listed(statement["Action"]):
                yield from ((name.removesuffix("Role"), action, key) for key in sorted(named & keys))


def _named_by(statement: Json) -> set[str]:
    """The functions whose roles a statement of a key names."""
    patterns = listed(statement.get("Condition", {}).get("ArnLike", {}).get("aws:PrincipalArn", []))
    return {pattern["Fn::Sub"].rsplit("-", 2)[1].removesuffix("Role") for pattern in patterns}
