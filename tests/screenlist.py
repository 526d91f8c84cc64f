"""Which screens the documentation shows, who looks at them, and what is opened first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Page


def as_it_is(page: Page) -> None:
    """Nothing is opened first."""


@dataclass(frozen=True)
class Screen:
    """`address` may name {w} (the showcase), {client} (the second workspace), {hero} (its first template)."""

    name: str
    title: str
    says: str
    address: str
    who: str = "olivia"
    theme: Literal["light", "dark"] = "light"
    whole: bool = True
    prepare: Callable[[Page], None] = as_it_is


def editor_ready(page: Page) -> None:
    page.wait_for_selector("body[data-editor=ready]")
    page.wait_for_load_state("networkidle")


def headline_chosen(page: Page) -> None:
    editor_ready(page)
    page.locator(".box").last.click(force=True)
    page.wait_for_load_state("networkidle")


def first_in_the_list(page: Page) -> None:
    page.locator("main table a, main .cards a").first.click()
    page.wait_for_load_state("networkidle")


def forecast(page: Page) -> None:
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Count the pictures").click()
    page.wait_for_url("**/prewarm/*/")
    page.wait_for_timeout(6_000)  # the worker counts
    page.reload()
    page.wait_for_load_state("networkidle")


def organization_brand(page: Page) -> None:
    organization = page.locator("main a[href^='/o/']").first.get_attribute("href") or ""
    page.goto("/".join([*organization.split("/")[:3], "brand", ""]))
    page.wait_for_load_state("networkidle")


SCREENS = (
    Screen("front", "Front page", "What a visitor sees: pictures that change as a name is typed.", "/", who=""),
    Screen("sign-in", "Log in", "With a password or a passkey.", "/accounts/login/", who=""),
    Screen("workspaces", "Workspaces", "The clients of an agency, each in a workspace of its own.", "/workspaces/"),
    Screen("home", "Home", "What waits for you in a workspace.", "/w/{w}/"),
    Screen("templates", "Templates", "Every design, its state, and who changed it last.", "/w/{w}/templates/"),
    Screen("gallery", "Gallery", "Start from a finished design, in your own colours.", "/w/{w}/templates/gallery/"),
    Screen(
        "new-template", "New template", "Blank, from the gallery, or from a picture of yours.", "/w/{w}/templates/new/"
    ),
    Screen("design", "Template", "One design: its state, and the way to its next step.", "/w/{w}/templates/{hero}/"),
    Screen(
        "editor",
        "Editor",
        "Layers, stage and properties.",
        "/w/{w}/templates/{hero}/edit/",
        whole=False,
        prepare=headline_chosen,
    ),
    Screen(
        "editor-dark",
        "Editor, dark",
        "The same in the dark theme.",
        "/w/{w}/templates/{hero}/edit/",
        theme="dark",
        whole=False,
        prepare=headline_chosen,
    ),
    Screen(
        "template-fields",
        "Fields of a template",
        "What can change, and what stands there when it is missing.",
        "/w/{w}/templates/{hero}/fields/",
    ),
    Screen("fields", "Fields", "Every merge field of the workspace, and where it is used.", "/w/{w}/fields/"),
    Screen(
        "proof-sheet",
        "Proof sheet",
        "Complete, partial, empty and longest, with what is wrong.",
        "/w/{w}/templates/{hero}/qa/",
    ),
    Screen(
        "history",
        "History",
        "Versions, what changed between two of them, and the way back.",
        "/w/{w}/templates/{hero}/history/",
    ),
    Screen(
        "publish", "Publish", "What is live, what comes next, and how to stop it.", "/w/{w}/templates/{hero}/publish/"
    ),
    Screen("reviews", "Reviews", "Designs that wait for a decision.", "/w/{client}/reviews/", who="amara"),
    Screen(
        "review",
        "Review",
        "The picture, its comments, the checklist and the decision.",
        "/w/{client}/reviews/",
        who="amara",
        prepare=first_in_the_list,
    ),
    Screen("brand", "Brand kit", "Fonts, colours, text styles, logos and rules.", "/w/{w}/brand/"),
    Screen("assets", "Pictures", "Photographs and logos, and where they are used.", "/w/{w}/assets/"),
    Screen("links", "Links", "Signed addresses, what they show, and how to stop them.", "/w/{w}/links/"),
    Screen(
        "link",
        "Link",
        "The code for a mailing tool, and what a recipient could change.",
        "/w/{w}/links/",
        prepare=first_in_the_list,
    ),
    Screen("audiences", "Audiences", "For whom: lists of recipients.", "/w/{w}/audiences/"),
    Screen(
        "audience",
        "Audience",
        "Who is in it, its widest values, and how it ends.",
        "/w/{w}/audiences/",
        prepare=first_in_the_list,
    ),
    Screen("upload", "Upload a list", "CSV, XLSX or pasted rows.", "/w/{w}/audiences/upload/"),
    Screen("prewarm", "Pre-warming", "Pictures drawn before the send.", "/w/{w}/prewarm/"),
    Screen("prewarm-new", "New pre-warm run", "Whose pictures, in which formats.", "/w/{w}/prewarm/new/"),
    Screen(
        "prewarm-run",
        "Pre-warm run",
        "How many pictures, how long, how large, before it starts.",
        "/w/{w}/prewarm/new/",
        prepare=forecast,
    ),
    Screen("sources", "Data sources", "Programs and sheets that fill what a list lacks.", "/w/{w}/sources/"),
    Screen("source-new", "New data source", "Address, secret, and which field takes what.", "/w/{w}/sources/new/"),
    Screen("webhooks", "Webhooks", "Messages to your own programs.", "/w/{w}/settings/webhooks/"),
    Screen("webhook-new", "New webhook", "Where to, and about what.", "/w/{w}/settings/webhooks/new/"),
    Screen("cdn", "CDN", "Which cache in front must forget what may not be shown.", "/w/{w}/settings/cdn/"),
    Screen(
        "organization-brand",
        "Brand kit of an organization",
        "Colours, fonts and rules that every client inherits.",
        "/workspaces/",
        prepare=organization_brand,
    ),
    Screen("people", "People", "Who may do what.", "/w/{w}/settings/people/"),
    Screen("settings", "Settings", "Name, rules, quotas.", "/w/{w}/settings/"),
    Screen("api-keys", "API keys", "Keys for programs, each for as little as it needs.", "/w/{w}/settings/keys/"),
    Screen("log", "Audit log", "Who did what, sealed against changes.", "/w/{w}/settings/log/"),
    Screen("account", "Your account", "Name, password, second factor, passkeys, sessions.", "/account/"),
)
