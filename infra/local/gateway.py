"""The HTTP API: from a request to an event of payload format 2.0, and from a function's answer back to HTTP."""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from infra.local.clock import Clock
from infra.local.cloud import ACCOUNT, Cloud
from infra.local.functions import FunctionFailed, Functions
from infra.local.http_message import Answer, Request, as_json
from infra.local.template import Json, TemplateRefused

REQUEST_BYTES = 6 * 1024 * 1024
_TEXT_TYPES = re.compile(r"^(text/|application/(json|javascript|xml)\b|application/[^;]+\+(json|xml)\b)")
# what a browser may not send through the gateway to a function
_HOP_BY_HOP = {"connection", "transfer-encoding", "upgrade", "keep-alive", "te", "trailer", "cookie"}

Verify = Callable[[str, str, list[str]], Json]


class NotSignedIn(Exception):
    """A token is missing, wrong or too old."""


@dataclass(frozen=True)
class Route:
    """One route: method (or ANY), path pattern, function, and the issuer and audience of its authorizer, if any."""

    key: str
    method: str
    pattern: re.Pattern[str]
    function: str
    issuer: str | None
    audience: tuple[str, ...]


class Gateway:
    """All routes of the template's HTTP APIs."""

    def __init__(self, cloud: Cloud, functions: Functions, clock: Clock, verify: Verify) -> None:
        self._functions = functions
        self._clock = clock
        self._verify = verify
        found = [*_routes_of_resources(cloud), *_routes_of_body(cloud)]
        self.routes = sorted(found, key=_specific_first)
        for route in self.routes:
            functions.find(route.function)

    def answer(self, request: Request) -> Answer:
        """What the API answers: the function's answer, or the gateway's own 401, 404, 413 or 500."""
        if len(request.body) > REQUEST_BYTES:
            return as_json({"message": "Request Too Long"}, 413)
        for route in self.routes:
            match = route.pattern.fullmatch(request.raw_path)
            if match and route.method in ("ANY", request.method):
                return self._call(route, match, request)
        return as_json({"message": "Not Found"}, 404)

    def _call(self, route: Route, match: re.Match[str], request: Request) -> Answer:
        claims = None
        if route.issuer is not None:
            token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
            try:
                claims = self._verify(token, route.issuer, list(route.audience))
            except NotSignedIn:
                return as_json({"message": "Unauthorized"}, 401, ("www-authenticate", "Bearer"))
        parameters = {name: unquote(value) for name, value in match.groupdict().items()}
        try:
            answer = self._functions.invoke(route.function, self._event(route, request, parameters, claims))
            return _as_http(answer)
        except (FunctionFailed, ValueError, TypeError, AttributeError):
            return as_json({"message": "Internal Server Error"}, 500)

    def _context(self, route: Route, request: Request, host: str, claims: Json | None) -> Json:
        now = self._clock.now()
        context: Json = {
            "accountId": ACCOUNT,
            "apiId": "local",
            "domainName": host,
            "domainPrefix": "local",
            "http": {
                "method": request.method,
                "path": request.path,
                "protocol": "HTTP/1.1",
                "sourceIp": request.address,
                "userAgent": request.headers.get("user-agent", ""),
            },
            "requestId": uuid.uuid4().hex,
            "routeKey": route.key,
            "stage": "$default",
            "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
            "timeEpoch": int(now.timestamp() * 1000),
        }
        if claims is not None:
            context["authorizer"] = {"jwt": {"claims": _claims_as_text(claims), "scopes": None}}
        return context

    def _event(self, route: Route, request: Request, parameters: dict[str, str], claims: Json | None) -> Json:
        headers = {name: value for name, value in request.headers.items() if name not in _HOP_BY_HOP}
        headers["x-forwarded-for"] = request.address
        headers["x-forwarded-proto"] = "http"
        event: Json = {
            "version": "2.0",
            "routeKey": route.key,
            "rawPath": request.path,
            "rawQueryString": request.query,
            "headers": headers,
            "requestContext": self._context(route, request, headers.get("host", ""), claims),
            "isBase64Encoded": False,
        }
        query: dict[str, str] = {}
        for name, value in parse_qsl(request.query, keep_blank_values=True):
            query[name] = f"{query[name]},{value}" if name in query else value
        if query:
            event["queryStringParameters"] = query
        if parameters:
            event["pathParameters"] = parameters
        if "cookie" in request.headers:
            event["cookies"] = [one.strip() for one in request.headers["cookie"].split(";")]
        if request.body:
            event["body"], event["isBase64Encoded"] = _as_body(request)
        return event


def _as_body(request: Request) -> tuple[str, bool]:
    """Text stays text; everything else, forms too, comes in base64."""
    if _TEXT_TYPES.match(request.headers.get("content-type", "").lower()):
        try:
            return request.body.decode(), False
        except UnicodeDecodeError:
            pass
    return base64.b64encode(request.body).decode(), True


def _as_http(answer: Any) -> Answer:
    if not isinstance(answer, dict) or "statusCode" not in answer:
        body = answer if isinstance(answer, str) else json.dumps(answer)
        return Answer(200, body.encode(), [("content-type", "application/json")])
    body = answer.get("body") or ""
    content = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
    headers = [(name.lower(), str(value)) for name, value in (answer.get("headers") or {}).items()]
    headers += [("set-cookie", cookie) for cookie in answer.get("cookies") or []]
    if any("\n" in value or "\r" in value for _, value in headers):
        raise ValueError("a header holds a line break")
    given = Answer(int(answer["statusCode"]), content, headers)
    return given if given.has("content-type") else Answer(given.status, content, [*headers, ("content-type", "text/plain;charset=UTF-8")])


def _claims_as_text(claims: Json) -> dict[str, str]:
    """API Gateway writes a list as [a b]."""
    return {name: f"[{' '.join(map(str, value))}]" if isinstance(value, list) else str(value) for name, value in claims.items()}


def _routes_of_resources(cloud: Cloud) -> list[Route]:
    integrations = {one.physical: one.properties for one in cloud.of_type("AWS::ApiGatewayV2::Integration")}
    authorizers = {one.physical: one.properties for one in cloud.of_type("AWS::ApiGatewayV2::Authorizer")}
    routes = []
    for resource in cloud.of_type("AWS::ApiGatewayV2::Route"):
        properties = resource.properties
        integration = integrations[properties["Target"].removeprefix("integrations/")]
        if integration.get("PayloadFormatVersion") != "2.0" or integration.get("IntegrationType") != "AWS_PROXY":
            raise TemplateRefused(f"{resource.logical_id}: only AWS_PROXY with payload format 2.0 is known to the local stack")
        issuer, audience = None, ()
        if properties.get("AuthorizationType", "NONE") == "JWT":
            jwt = authorizers[properties["AuthorizerId"]]["JwtConfiguration"]
            issuer, audience = jwt["Issuer"], tuple(jwt["Audience"])
        elif properties.get("AuthorizationType", "NONE") != "NONE":
            raise TemplateRefused(f"{resource.logical_id}: only JWT authorization is known to the local stack")
        routes.append(_route(properties["RouteKey"], integration["IntegrationUri"], issuer, audience))
    return routes


def _routes_of_body(cloud: Cloud) -> list[Route]:
    routes = []
    for api in cloud.of_type("AWS::ApiGatewayV2::Api"):
        body = api.properties.get("Body", {})
        schemes = body.get("components", {}).get("securitySchemes", {})
        for path, methods in body.get("paths", {}).items():
            for method, operation in methods.items():
                uri = operation["x-amazon-apigateway-integration"]["uri"]
                named = [name for need in operation.get("security", []) for name in need]
                jwt = schemes[named[0]]["x-amazon-apigateway-authorizer"]["jwtConfiguration"] if named else None
                verb = "ANY" if method == "x-amazon-apigateway-any-method" else method.upper()
                key = "$default" if path == "/$default" else f"{verb} {path}"
                routes.append(_route(key, uri, jwt and jwt["issuer"], tuple(jwt["audience"]) if jwt else ()))
    return routes


def _route(key: str, function: str, issuer: str | None, audience: tuple[str, ...]) -> Route:
    if key == "$default":
        return Route(key, "ANY", re.compile("/.*"), function, issuer, audience)
    method, path = key.split(" ", 1)
    pattern = re.sub(r"\\\{(\w+)\\\+\\\}", r"(?P<\1>.+)", re.escape(path))
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", pattern)
    return Route(key, method, re.compile(pattern), function, issuer, audience)


def _specific_first(route: Route) -> tuple[bool, bool, int, bool]:
    """As API Gateway chooses: whole paths, then single variables, then greedy ones, the longer first; a method before ANY."""
    greedy = "+}" in route.key
    literal = re.sub(r"\{.*", "", route.key.split(" ")[-1])
    return route.key == "$default", greedy, -len(literal) if greedy else route.key.count("{"), route.method == "ANY"
