"""Which parts of a URL say nothing about the document?

Data for ``scraper.urls``, each group with its source. Names are in lower case and are matched in any case.
What is not in a table stays in the URL: a parameter too many costs a second look at a page, one too few loses a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

Variant = Literal["amp", "print"]

# Names that choose the content on real news sites, however much like marketing they look. They win over the tables
# below, so that no later prefix can swallow one. Sources: the query parameters of WordPress (p, page_id, cat, s ...),
# Joomla (id, itemid, limit, start) and ASP.NET sites (newsid ...), and the cases of courlan and crawler-commons.
KEPT: frozenset[str] = frozenset(
    """a after amp article article_id articleid attachment_id author before c campaign cat category cid d date day
    f feed filter format g h hl id itemid k key l lang language limit locale m medium month n name news newsid nid no
    num o offset option order p page page_id paged pageid pg post post_id post_type q query r ref referrer s search
    section slug sort source start story storyid t tab tag tags task term tid title topic type u uid url v
    version view w x y year z""".split()
)

TRACKERS: frozenset[str] = frozenset(
    # Google Ads and Analytics: support.google.com/google-ads "auto-tagging", "cross-domain linker"; Merchant Center
    "gclid gclsrc gbraid wbraid dclid gad_source gad_campaignid _ga _gl _gac srsltid".split()
    + "gaa_at gaa_n gaa_ts gaa_sig".split()
    # Google AMP viewer and cache: developers.google.com/amp/cache
    + "usqp amp_js_v amp_gsa amp_lite amp_r amp_kit amp_latest_update_time".split()
    # Meta: developers.facebook.com "fbclid"; Open Graph stories; Instagram share identifiers
    + "fbclid fb_action_ids fb_action_types fb_comment_id fb_ref fb_source fbadid igsh igshid mibextid".split()
    + "action_object_map action_type_map action_ref_map".split()
    # Microsoft: help.ads.microsoft.com "auto-tagging of click ID"; MSN's ocid
    + "msclkid ocid cvid".split()
    # Yandex: yandex.com/support/direct and metrica
    + "yclid ymclid ysclid _openstat".split()
    # X/Twitter: business.x.com "click ID"; the AMP and embed marks of twitter.com
    + "twclid __twitter_impression ref_src ref_url".split()
    # TikTok, LinkedIn, Pinterest, Reddit, Snapchat: the click IDs of their conversion APIs
    + "ttclid li_fat_id trk trkinfo trkcampaign lipi epik rdt_cid sccid scclid".split()
    # Mailchimp, HubSpot, Marketo, Omeda, Vero, Drip, Klaviyo, MailerLite, ConvertKit: link-tracking pages of each
    + "mc_cid mc_eid mc_tc _hsenc _hsmi __hssc __hstc __hsfp hsctatracking mkt_tok oly_enc_id oly_anon_id".split()
    + "vero_id vero_conv __s _ke _kx ml_subscriber ml_subscriber_hash ck_subscriber_id inf_contact_key dm_i".split()
    # Salesforce, Listrak, Silverpop, Emarsys, IBM Coremetrics, EveryAction
    + "et_cid et_rid trk_msg trk_contact trk_sid trk_gid spmailingid spuserid spjobid spreportid".split()
    + "sc_src sc_lid sc_uid sc_llid sc_eh sc_cid sc_channel sc_campaign cm_mmc cm_ven emci emdi".split()
    # Hootsuite, True Anthem, Branch, AddThis, Wikipedia's share marks
    + "hss_channel taid _branch_match_id _branch_referrer wprov".split()
    # Adobe Analytics and Advertising, AT Internet, Webtrends, Alibaba, Outbrain, Taboola, Wicked Reports
    + "s_cid s_kwcid ef_id xtor wt_mc wt.mc_id wt_zmc spm scm dicbo ob_click_id oborigurl tblci wickedid".split()
    # affiliate networks: Impact, CJ, Awin, ShareASale, Redbrain
    + "irclickid irgwc cjevent awc sscid rb_clickid zanpid".split()
    # Yahoo's consent detour and share marks: guce.yahoo.com
    + "guccounter guce_referrer guce_referrer_sig soc_src soc_trk".split()
    # newsrooms' own: NYT, Guardian, Condé Nast, Daily Mail, CBS, AOL, CNN and Bloomberg
    + "smid smtyp cmp mbid bxid cndid esrc ito ftag ncid icid cmpid sr_share".split()
    # WordPress: the reply form and the clock of the same post (developer.wordpress.org)
    + "replytocom doing_wp_cron".split()
)

TRACKER_PREFIXES: tuple[str, ...] = (
    "utm_",  # Google Analytics: support.google.com/analytics/answer/10917952
    "itm_",  # the same scheme for links within a site
    "mtm_",  # Matomo: matomo.org/faq "campaign tracking"; the next three are its older names
    "matomo_",
    "piwik_",
    "pk_",
    "hsa_",  # HubSpot Ads
    "at_",  # AT Internet (Piano): at_medium, at_campaign, at_custom1 ...; the BBC's share links
    "ns_",  # comScore: ns_mchannel, ns_source, ns_campaign, ns_linkname, ns_fee
    "elq",  # Oracle Eloqua: elqTrackId, elqaid, elqat, elqCampaignId
    "sfmc_",  # Salesforce Marketing Cloud
    "bsft_",  # Blueshift
    "pd_rd_",  # Amazon
    "pf_rd_",
)

# Sessions of PHP, Java, ColdFusion, osCommerce and Zen Cart, ASP: never a part of the content.
SESSIONS: frozenset[str] = frozenset("phpsessid jsessionid cftoken cfid oscsid zenid bv_sessionid".split())
SESSION_PREFIXES: tuple[str, ...] = ("aspsessionid",)

# Names that are a session only when the value is a token; ``session=12`` may be the twelfth of a conference.
MAYBE_SESSIONS: frozenset[str] = frozenset("sid sess session sessid sessionid session_id".split())
SESSION_VALUE = re.compile(r"(?=[A-Za-z]*[0-9])[0-9A-Za-z]{20,}")  # shortest real one seen: 24 (ASP.NET), 26 (PHP)

# ``/a.html;jsessionid=1A2B`` (Java servlets, 7.1.3) and ``/(S(...))/`` (ASP.NET, cookieless sessions)
SESSION_PATH = re.compile(
    r";(?:jsessionid|phpsessid|sid)=[^/;]*|/\((?:(?:[AFSX]\([0-9A-Za-z_-]+\))+|[0-9a-z]{24})\)(?=/)", re.IGNORECASE
)

# WordPress' share buttons (Jetpack): ``?share=facebook&nb=1`` leads to the network and is no page of its own.
_NETWORKS = (
    "bluesky email facebook jetpack-whatsapp linkedin mastodon pinterest pocket print reddit skype telegram threads"
)
SHARE_BUTTONS: frozenset[str] = frozenset(f"share={name}" for name in [*_NETWORKS.split(), "tumblr", "twitter", "x"])
SHARE_COMPANION = "nb=1"

_YES = ("", "1", "true", "yes", "y")


def _variants() -> dict[tuple[str, str], Variant]:
    """(name, value) of a parameter -> the variant that it asks for."""
    table: dict[tuple[str, str], Variant] = {("amp", value): "amp" for value in (*_YES, "amp")}
    table |= {(name, "amp"): "amp" for name in ("output", "outputtype", "format", "view", "mode")}
    flags = ("print", "printable", "printpage", "printerfriendly", "printer_friendly", "printfriendly")
    table |= {(name, value): "print" for name in flags for value in (*_YES, "print")}
    modes = ("output", "outputtype", "format", "view", "mode", "display", "layout", "pagewanted", "action")
    words = ("print", "printer", "printable", "printerfriendly", "printer-friendly")
    table |= {(name, word): "print" for name in modes for word in words}
    return table


# AMP: amp.dev "make your pages discoverable", the WordPress plugin's ?amp and /amp/; print: WordPress, MediaWiki,
# Drupal, Joomla (?print=1&tmpl=component), NYT (?pagewanted=print).
VARIANT_PARAMETERS: Mapping[tuple[str, str], Variant] = _variants()
VARIANT_COMPANIONS: frozenset[tuple[str, str]] = frozenset({("tmpl", "component"), ("layout", "default"), ("page", "")})
VARIANT_FIRST = "amp"  # /amp/news/story
VARIANT_SUFFIXES: Mapping[str, Variant] = {"amp": "amp", "print": "print"}  # story.amp.html, story.print
AMP_CACHES: tuple[str, ...] = (".cdn.ampproject.org", ".bing-amp.com")  # developers.google.com/amp/cache/overview
AMP_CACHE_PATH = re.compile(r"/(?:c|v|wp|amp)/(s/)?([^/]+\.[^/]+/.*)")

# Last segments of a path that leave the document the same, and the variant that they ask for: the empty one after a
# slash, AMP and print pages, and what a server gives for a directory (Apache DirectoryIndex, IIS default documents).
END_SEGMENTS: Mapping[str, Variant | None] = {
    "": None,
    "amp": "amp",
    "print": "print",
    **dict.fromkeys("index.html index.htm index.php index.shtml index.asp index.aspx index.jsp".split()),
    **dict.fromkeys("default.html default.htm default.asp default.aspx".split()),
}

# Second labels under which a two-letter country sells names: news.co.uk is one site. An approximation of
# publicsuffix.org that needs no update; being wrong only makes "the same site" a little wide or narrow.
SECOND_LEVELS: frozenset[str] = frozenset("ac co com edu go gob gouv gov gub ltd mil ne net nhs nom or org".split())

# Hosts whose every subdomain is somebody else's site: the private part of publicsuffix.org, for what news uses.
SHARED_HOSTS: tuple[str, ...] = tuple(
    """.blogspot.com .cdn.ampproject.org .cloudfront.net .github.io .gitlab.io .herokuapp.com .medium.com .netlify.app
    .pages.dev .substack.com .tumblr.com .vercel.app .web.app .wixsite.com .wordpress.com""".split()
)
