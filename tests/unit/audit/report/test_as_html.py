"""The page that a reviewer signs."""

import re
from html.parser import HTMLParser

from headgate.audit.checklist import bullets
from headgate.audit.report.as_html import as_html
from tests.audit_reports import REPORT

VOID = {"meta", "rect", "br"}


class _Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.wrong.append(tag)


def test_every_bullet_is_there_with_a_place_to_sign() -> None:
    page = as_html(REPORT)

    assert all(f'id="{bullet}"' in page for bullet in bullets())
    assert page.count("Reviewed by") == len(bullets())
    assert page.count("signature") == 2


def test_the_page_needs_nothing_else() -> None:
    page = as_html(REPORT)

    assert re.findall(r'(?:src|href)="', page) == []
    assert "<script" not in page
    assert "@import" not in page
    assert "url(" not in page


def test_what_was_found_cannot_break_the_page() -> None:
    page = as_html(REPORT)
    balance = _Balance()
    balance.feed(page)

    assert "oai-<bad>" not in page
    assert "oai-&lt;bad&gt;" in page
    assert (balance.open, balance.wrong) == ([], [])


def test_a_fail_has_its_evidence_and_its_fix_beside_it() -> None:
    page = as_html(REPORT)

    assert "properties.disableLocalAuth = null" in page
    assert "az resource update --ids ID" in page
    assert "b.json: is not JSON" in page
