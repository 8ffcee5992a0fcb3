"""The published figures: files of the site's bucket that the nightly report writes and everybody may read."""

import re
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from huiyin.policy.schema import Language

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_GONE = frozenset({"NoSuchKey", "404"})
_JSON = "application/json; charset=utf-8"
_HTML = "text/html; charset=utf-8"


class FiguresStore:
    """Figures in the site's bucket. bucket: its name; s3: a botocore client."""

    def __init__(self, bucket: str, s3: Any) -> None:
        self._bucket = bucket
        self._s3 = s3

    def write(self, month: str, figures: str, charts: Mapping[Language, str]) -> None:
        """Publish the figures of a month: charts first, the pointer to the latest last, so that no half report shows.

        Policy: 3.7
        month: "2026-11"; figures: JSON text; charts: SVG text per language.
        """
        _checked(month)
        for language, svg in charts.items():
            self._put(f"figures/{month}.{language}.svg", svg, "image/svg+xml")
        self._put(f"figures/{month}.json", figures, _JSON)
        newest = self._newest()
        if newest is None or month >= newest:
            self._put("figures/latest.json", figures, _JSON, month=month)

    def read(self, name: str) -> str | None:
        """The published JSON of a month ("2026-11") or of the "latest" one; None when there is none.

        Policy: 3.7
        """
        if name != "latest" and _MONTH.fullmatch(name) is None:
            return None
        return self._text(f"figures/{name}.json")

    def fill_page(self, key: str, html: str, *, slot: str = "figures") -> bool:
        """Put a fragment between the two marks of that name in a published page. False when page or marks are not there.

        Policy: 3.7
        """
        page = self._text(key)
        if page is None:
            return False
        marks = re.compile(f"(<!-- {re.escape(slot)} -->).*?(<!-- /{re.escape(slot)} -->)", re.DOTALL)
        filled, places = marks.subn(lambda mark: f"{mark[1]}\n{html}\n{mark[2]}", page, count=1)
        if places and filled != page:
            self._put(key, filled, _HTML)
        return places == 1

    def _newest(self) -> str | None:
        try:
            head = self._s3.head_object(Bucket=self._bucket, Key="figures/latest.json")
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in _GONE:
                return None
            raise
        month: str | None = head["Metadata"].get("month")
        return month

    def _text(self, key: str) -> str | None:
        try:
            answer = self._s3.get_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in _GONE:
                return None
            raise
        with answer["Body"] as stream:
            return bytes(stream.read()).decode("utf-8")

    def _put(self, key: str, text: str, media: str, **facts: str) -> None:
        self._s3.put_object(
            Bucket=self._bucket,
            Key=key,
            Body=text.encode("utf-8"),
            ContentType=media,
            CacheControl="public, max-age=300",
            Metadata=facts,
        )


def _checked(month: str) -> str:
    if _MONTH.fullmatch(month) is None:
        raise ValueError("not a month")
    return month
