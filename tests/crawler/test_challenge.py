"""Puzzles for browsers, and what only looks like one."""

from __future__ import annotations

import asyncio
import time

import httpx
import pytest

from scraper.crawler.answers import judged
from scraper.crawler.challenge import LEAVE_ALONE_SECONDS, challenge
from scraper.crawler.fetch import Fetcher, Limits
from scraper.model import Failure, Fault, Page
from tests.crawler.virtual import A, page, visit

STORY = "<p>The council of Port Alden voted on Tuesday night to let the tide mill fall into the sea.</p>" * 20

# Shortened to what the puzzles of each guard have in common; texts as served in 2025 and 2026.
PUZZLES = {
    "Cloudflare": [
        (403, {"cf-mitigated": "challenge", "server": "cloudflare"}, ""),
        (200, {"cf-mitigated": "Challenge"}, STORY),
        (
            503,
            {},
            "<!DOCTYPE html><html lang='en-US'><head><title>Just a moment...</title><meta name='robots' "
            "content='noindex,nofollow'></head><body><noscript>Enable JavaScript and cookies to continue</noscript>"
            "<script>window._cf_chl_opt={cvId:'3',cZone:'news.test'}</script></body></html>",
        ),
        (
            403,
            {},
            "<html><body>Verifying you are human<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'>"
            "</script></body></html>",
        ),
    ],
    "DataDome": [
        (403, {"x-datadome": "protected", "x-dd-b": "1"}, ""),
        (
            403,
            {"x-datadome": "protected"},
            "<html><head><title>news.test</title></head><body><p id='cmsg'>Please enable JS and disable any ad blocker"
            "</p><script>var dd={'host':'geo.captcha-delivery.com','cid':'x'}</script>"
            "<script src='https://ct.captcha-delivery.com/c.js'></script></body></html>",
        ),
        (403, {"content-type": "application/json"}, '{"url":"https://geo.captcha-delivery.com/captcha/?initialCid=A"}'),
    ],
    "HUMAN": [
        (
            403,
            {},
            "<title>Access to this page has been denied</title><div id='px-captcha'></div>"
            "<script>window._pxAppId='PXabc';</script>",
        ),
        (429, {}, "<script>window._pxCaptcha = true;</script>Press &amp; Hold to confirm you are a human"),
    ],
    "Imperva": [
        (
            200,
            {},
            '<html><head><META NAME="robots" CONTENT="noindex,nofollow">'
            '<script src="/_Incapsula_Resource?SWJIYLWA=5074"></script><body></body></html>',
        ),
        (
            200,
            {},
            '<html><body><iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=9&xinfo=1&incident_id=2">Request '
            "unsuccessful. Incapsula incident ID: 2-3</iframe></body></html>",
        ),
        (403, {}, '<script src="/_Incapsula_Resource?SWJIYLWA=1"></script>'),
    ],
    "Akamai": [
        (
            428,
            {},
            '<div id="sec-if-cpt-container"></div><script src="/_sec/cp_challenge/ak-challenge-4-3.htm"></script>',
        ),
        (200, {}, '<script>location="/?bm-verify=AAQ";fetch("/_sec/verify?provider=interstitial")</script>'),
    ],
    "DDoS-Guard": [
        (403, {"server": "ddos-guard"}, "<title>DDoS-Guard</title>Checking your browser before accessing news.test"),
        (503, {}, "<script src='/.well-known/ddos-guard/js-challenge/index.js'></script>Checking your browser"),
    ],
    "Anubis": [
        (
            200,
            {},
            "<title>Making sure you&#39;re not a bot!</title><script id='anubis_challenge' type='application/json'>{}"
            "</script><p>Protected by Anubis</p>",
        ),
    ],
    "AWS WAF": [
        (405, {"x-amzn-waf-action": "captcha"}, ""),
        (202, {"x-amzn-waf-action": "challenge"}, ""),
        (202, {}, "<script src='https://a1.edge.sdk.awswaf.com/x/token.awswaf.com/challenge.js'></script>"),
    ],
    "Sucuri": [
        (403, {"x-sucuri-id": "11", "x-sucuri-block": "BLACK02"}, "Access Denied"),
        (200, {}, "<html><title>You are being redirected...</title><script>sucuri_cloudproxy_js='';S='cz0i'</script>"),
    ],
    "Vercel": [(429, {"x-vercel-mitigated": "challenge"}, "")],
    "SiteGround": [(202, {"sg-captcha": "challenge"}, "")],
    "hCaptcha": [(403, {}, "<h1>One more step</h1><div class='h-captcha' data-sitekey='k'></div>")],
    "reCAPTCHA": [
        (429, {}, "<p>Are you a robot?</p><script src='https://www.google.com/recaptcha/api.js'></script>"),
        (503, {}, "<form><div class='box g-recaptcha' data-sitekey='k'></div></form>"),
    ],
    "Turnstile": [(403, {}, "<script src='https://challenges.cloudflare.com/turnstile/v0/api.js'></script>")],
}

FRIENDS = {
    "an ordinary 403": (403, {"server": "cloudflare"}, "<h1>403 Forbidden</h1><p>You may not see this.</p>"),
    "an ordinary 503": (503, {"retry-after": "60"}, "<h1>Back soon</h1>"),
    "an ordinary 404": (404, {}, "<h1>Not found</h1><div class='g-recaptcha'></div>"),
    "an article about captchas": (
        200,
        {},
        "<h1>Why hCaptcha and reCAPTCHA fail</h1>" + STORY + "<p>The page says <code>&lt;div class='h-captcha'&gt;"
        "&lt;/div&gt;</code>, or _Incapsula_Resource, px-captcha, captcha-delivery.com/, anubis_challenge.</p>",
    ),
    "a brief about a guard": (200, {}, "<p>Just a moment... sec-if-cpt-container and anubis_challenge, explained.</p>"),
    "a comment form": (200, {}, STORY + "<form><div class='g-recaptcha' data-sitekey='k'></div></form>"),
    "a login with a captcha": (200, {}, "<form><div class='h-captcha'></div><input type=password></form>"),
    "a page that DataDome let through": (200, {"x-datadome": "protected"}, STORY),
    "a page that Sucuri let through": (200, {"x-sucuri-id": "11", "x-sucuri-cache": "HIT"}, STORY),
    "a page that AWS WAF let through": (200, {"x-amzn-waf-action": "allow"}, STORY),
    "a page that Imperva let through": (
        200,
        {"x-iinfo": "1-2-3"},
        "<p>Short.</p><script src='/_Incapsula_Resource?SWJIYLWA=719d&ns=1' async></script>",
    ),
    "a page that Cloudflare let through": (
        200,
        {},
        "<p>Short.</p><script>a.src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'</script>",
    ),
    "the site's own 403 behind Cloudflare": (
        403,
        {"cf-ray": "1"},
        "<h1>Members only</h1><script>a.src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'</script>",
    ),
    "the site's own 403 with a captcha in its newsletter box": (
        403,
        {},
        f"<h1>Members only</h1>{STORY}<form><div class='g-recaptcha'></div></form>",
    ),
    "a large page": (200, {}, "<script id='anubis_challenge'></script>" + " " * 40_000),
    "a page with a whole menu": (200, {}, "<script id='anubis_challenge'></script>" + "<a href='/'></a>" * 200),
    "a redirect": (302, {"location": "/x"}, "<script id='anubis_challenge'></script>"),
}


@pytest.mark.parametrize(
    ("guard", "status", "headers", "body"),
    [(guard, *one) for guard, puzzles in PUZZLES.items() for one in puzzles],
)
def test_a_puzzle_is_known_by_its_guard(guard: str, status: int, headers: dict[str, str], body: str) -> None:
    found = challenge(page(A, body.encode(), status, headers))
    assert found is not None
    assert found.startswith(f"{guard} (")


@pytest.mark.parametrize("name", FRIENDS)
def test_what_only_looks_like_a_puzzle_is_none(name: str) -> None:
    status, headers, body = FRIENDS[name]
    assert challenge(page(A, body.encode(), status, headers)) is None


def test_a_puzzle_is_a_failure_that_may_pass_in_a_day() -> None:
    puzzle = page(A, b"", 403, {"cf-mitigated": "challenge"})
    result = judged(puzzle, None, conditional=False)
    assert isinstance(result, Failure)
    assert (result.fault, result.status, result.again, result.wait) == (Fault.CHALLENGE, 403, True, LEAVE_ALONE_SECONDS)
    assert result.page is puzzle
    assert "Cloudflare" in result.detail


@pytest.mark.parametrize("status", [403, 429, 503])
def test_a_puzzle_is_asked_for_once(status: int) -> None:
    asked: list[httpx.Request] = []

    def site(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(status, headers={"cf-mitigated": "challenge", "retry-after": "0"})

    async def get() -> Page | Failure:
        patient = Limits(tries=5, backoff_seconds=0, longest_wait_seconds=7 * LEAVE_ALONE_SECONDS)
        fetcher = Fetcher(patient, "NewsBot/1.0 (+mailto:bot@news-archive.info)", httpx.MockTransport(site))
        return await fetcher.get(visit(A), lambda: asyncio.sleep(0))

    result = asyncio.run(get())
    assert isinstance(result, Failure)
    assert result.fault is Fault.CHALLENGE
    assert len(asked) == 1


def test_an_ordinary_page_is_a_page() -> None:
    assert isinstance(judged(page(A, STORY.encode()), None, conditional=False), Page)


@pytest.mark.parametrize(
    "body",
    [b"<script" * 10_000 + b"_cf_chl_opt", b"<" * 60_000 + b"_cf_chl_opt", b"<script src=h-captcha class='" * 2_000],
)
def test_hostile_bodies_cost_little(body: bytes) -> None:
    before = time.process_time()
    challenge(page(A, body, 403))
    assert time.process_time() - before < 0.5  # quadratic would be minutes
