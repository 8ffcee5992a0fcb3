"""The register on its page: a line for each row with its fields, and the years that the policy keeps."""

from datetime import date

from huiyin.policy.schema import LANGUAGES, Policy
from infra.site_tables_register import impact, register

DAY = date(2026, 11, 25)


def test_every_row_and_risk_has_its_line_in_both_languages(policy: Policy) -> None:
    known = policy.register
    for language in LANGUAGES:
        table, risks = register(policy, language, DAY), impact(policy, language, DAY)
        for row in known.rows.values():
            assert row.purpose.of(language) in table
            assert all(f"`{name}`" in table for name in row.fields)
        for risk in known.risks.values():
            assert risk.risk.of(language) in risks
            assert risk.measures.of(language) in risks
        assert str(policy.charter.kept.closed_y) in table
