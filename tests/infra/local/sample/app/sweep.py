"""Notes the moment it was told, and writes a letter about it."""

from __future__ import annotations

from typing import Any

from app.clients import client, remember

LETTER = (
    "From: =?utf-8?b?5Zue6Z+z?= <service@huiyin.example>\r\nTo: a@b.example\r\nSubject: =?utf-8?b?5bey5pS25Yiw?=\r\n"
    "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n您好，已收到。\r\n"
)


def handler(event: dict[str, Any], context: Any) -> None:
    remember("sweep", "note " + event["at"])
    client("sesv2").send_email(Destination={"ToAddresses": ["a@b.example"]}, Content={"Raw": {"Data": LETTER.encode()}})
