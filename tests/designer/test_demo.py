"""The demo: five designs that hold whatever the values are, and one command that puts them before the world."""

from __future__ import annotations

import io
import json
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from audiences.models import Audience, Recipient
from designer.content import assets_of, content_hash
from designer.demo import guests, shelf
from designer.demo.artwork import catalogue
from designer.demo.artwork.catalogue import ARTWORK
from designer.demo.keepsakes import Keepsakes
from designer.demo.seeding import Demo, seed
from designer.demo.shelf import Sample
from designer.models import Template
from renderer import limits, links
from renderer.engine.draw import Rendered, draw
from renderer.engine.output import OutputSpec
from renderer.engine.resolve import resolve
from renderer.engine.samples import RECORDS, sample_values
from renderer.engine.schema import parse
from renderer.gather import Folder, Shelf, gather
from renderer.models import Release, RenderLink
from workspaces.api_authentication import key_of
from workspaces.models import Organization, User

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SAMPLES = [*shelf.demo(), *shelf.gallery()]
NAMES = [
    "Maximiliana-Konstantina Papadopoulou-Wolfeschlegelstein",
    "عبد الرحمن بن محمد آل الشيخ",
    "小鳥遊 さくら子",
    "ธนพรรณ วงศ์สุวรรณกุล",
    "श्रीनिवास रामानुजन",
    "Zoë 🎉🦄 O’Brien",
    "W" * 60,
]
Render = Callable[..., Rendered]


@pytest.fixture(scope="module")
def artwork(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every picture of the catalogue, drawn once for the whole module."""
    folder = tmp_path_factory.mktemp("artwork")
    return {catalogue.picture(name, folder).parent for name in ARTWORK}.pop()


@pytest.fixture(scope="module")
def render(artwork: Path) -> Render:
    """Draw one of our samples as a document file would be drawn: `render(sample, values, size)`."""

    shelves: tuple[Shelf, ...] = (Folder(artwork),)

    def drawn(sample: Sample, values: dict[str, str], size: str | None = None) -> Rendered:
        resolved = resolve(parse(sample.document), values, size)
        assets = gather(resolved, limits.from_settings(), shelves)
        assert assets.are_whole
        return draw(resolved, assets, OutputSpec("jpg", 1, 80, size))

    return drawn


@pytest.fixture(scope="module")
def seeded(
    artwork: Path, tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[Demo, Demo]]:
    """The demo, made twice in one installation."""
    data = tmp_path_factory.mktemp("installation")
    (data / "demo").mkdir()
    (data / "demo" / "artwork").symlink_to(artwork.parent)
    with django_db_blocker.unblock(), transaction.atomic():
        yield seed(data=data, now=NOW), seed(data=data, now=NOW)
        transaction.set_rollback(True)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.key)
class TestDesigns:
    def test_document_parses_strictly_and_only_names_pictures_that_exist(self, sample: Sample) -> None:
        document = parse(sample.document)

        assert document.alt
        assert {text for text in _strings(sample.document) if text.startswith("demo-")} <= {*ARTWORK, document.id}

    @pytest.mark.parametrize("record", RECORDS)
    def test_every_record_is_drawn_without_a_blocking_issue(self, sample: Sample, record: str, render: Render) -> None:
        document = parse(sample.document)
        for size in document.sizes:
            rendered = render(sample, sample_values(document, record), size.id)

            assert [issue for issue in rendered.issues if issue.level == "block"] == []
            assert (rendered.encoded.width, rendered.encoded.height) == (size.w, size.h)

    def test_names_of_all_scripts_fit_without_a_missing_glyph(self, sample: Sample, render: Render) -> None:
        document = parse(sample.document)
        texts = [field.key for field in document.fields if field.kind == "text" and not field.pattern]
        for name in NAMES:
            values = {**sample_values(document), **dict.fromkeys(texts, name)}
            issues = render(sample, values).issues

            assert [issue for issue in issues if issue.level == "block" or issue.code == "missing_glyph"] == []

    def test_empty_record_says_nothing_unfinished(self, sample: Sample, render: Render) -> None:
        rendered = render(sample, {})

        assert "{{" not in rendered.alt
        assert "  " not in rendered.alt
        assert {one.why for one in rendered.fallbacks} == {"absent"}

    def test_fields_that_a_layer_uses_are_declared_and_have_samples(self, sample: Sample) -> None:
        for field in parse(sample.document).fields:
            assert field.samples.get("complete") or field.kind == "image"
            assert field.fallback or field.mode == "ignore"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.key)
def test_design_can_take_on_another_brand(sample: Sample) -> None:
    plain = sample.in_house_tokens()
    house = {"colors": {"primary": "#123456"}, "fonts": {"heading": {"family": "Lora", "weight": 500}}}

    document = parse({**plain.document, "brand": house})

    assert document.layers.keys() == parse(sample.document).layers.keys()
    assert plain.artwork == sample.artwork


def test_unfilled_tag_gives_the_very_picture_of_no_value(render: Render) -> None:
    hero = shelf.demo()[0]
    nobody = render(hero, {}).encoded.data

    assert render(hero, {"first_name": "{{ FirstName }}"}).encoded.data == nobody
    assert render(hero, {"first_name": "*|FNAME|*", "city": "  "}).encoded.data == nobody


def test_empty_record_shows_the_fallbacks() -> None:
    hero, *_ = shelf.demo()

    resolved = resolve(parse(hero.document), {})

    words = {filled.layer.id: filled.words[0].text for filled in resolved.layers if filled.words}
    assert words["head"] == "Good morning, traveller."
    assert words["sub"] == "Three quiet nights by the water."
    assert "tier" in resolved.hidden


def test_known_company_shows_its_logo_and_an_unknown_one_its_name() -> None:
    outreach = next(sample for sample in shelf.demo() if sample.key == "sales-outreach")

    known = resolve(parse(outreach.document), {"company": "Kestrel"})
    unknown = resolve(parse(outreach.document), {"company": "Lighthouse Tea"})

    assert "demo-logo-kestrel" in {filled.picture for filled in known.layers}
    assert {"logo"} <= unknown.hidden
    assert "Lighthouse Tea" in {words.text for filled in unknown.layers for words in filled.words}


def test_hero_touches_about_a_third_of_its_rows() -> None:
    """Cost follows what is personal: the benchmark's template must stay one that has much that is not."""
    document = parse(shelf.demo()[0].document)
    dynamic = [layer for layer in document.layers["base"] if layer.id in ("head", "sub", "tier")]

    rows = max(layer.y + layer.h for layer in dynamic) - min(layer.y for layer in dynamic)

    assert 0.2 < rows / document.size().h < 0.35


def test_artwork_is_the_same_whenever_it_is_drawn(artwork: Path, tmp_path: Path) -> None:
    for name in ("demo-logo-halden", "demo-gold-seal", "demo-night-silk"):
        again = catalogue.picture(name, tmp_path)

        assert again.read_bytes() == (artwork / again.name).read_bytes()


def test_artwork_is_drawn_once_and_then_taken_from_the_folder(tmp_path: Path) -> None:
    first = catalogue.picture("demo-logo-plain", tmp_path)
    drawn_at = first.stat().st_mtime_ns

    assert catalogue.picture("demo-logo-plain", tmp_path).stat().st_mtime_ns == drawn_at


def test_password_is_this_installations_own_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    here, there = Keepsakes.of(tmp_path / "here.json"), Keepsakes.of(tmp_path / "there.json")
    here.save()

    assert here.password != there.password
    assert Keepsakes.of(tmp_path / "here.json").password == here.password
    assert stat.S_IMODE((tmp_path / "here.json").stat().st_mode) == 0o600


@pytest.mark.django_db
class TestSeeding:
    def test_second_run_gives_the_same_and_adds_nothing(self, seeded: tuple[Demo, Demo]) -> None:
        first, second = seeded

        assert first.as_json() == second.as_json()
        assert Organization.objects.filter(name=first.agency.organization.name).count() == 1
        assert User.objects.filter(email__endswith="@demo.example").count() == 5
        assert Template.objects.in_workspace(first.agency.showcase).count() == 5
        assert Release.objects.in_workspace(first.agency.showcase).count() == 5
        assert RenderLink.objects.in_workspace(first.agency.showcase).count() == len(first.links) + 1
        assert Audience.objects.in_workspace(first.agency.showcase).count() == 1
        assert Recipient.objects.filter(audience__name=guests.NAME).count() == 24

    def test_json_has_the_shape_that_programs_rely_on(self, seeded: tuple[Demo, Demo]) -> None:
        told = json.loads(json.dumps(seeded[0].as_json()))

        assert set(told) == {"users", "workspaces", "templates", "links", "api_key"}
        assert {frozenset(user) for user in told["users"]} == {frozenset({"email", "password", "role", "workspace"})}
        assert {user["role"] for user in told["users"]} == {"owner", "designer", "approver", "marketer", "viewer"}
        assert len(told["workspaces"]) == 2
        assert {frozenset(one) for one in told["templates"]} == {frozenset({"key", "name", "fields", "document"})}
        assert told["templates"][0]["fields"] == ["first_name", "city", "tier"]
        assert {link["template"] for link in told["links"]} == {one["key"] for one in told["templates"]}

    def test_people_can_log_in_and_the_key_opens_the_workspace(self, seeded: tuple[Demo, Demo]) -> None:
        demo, _ = seeded
        api_key = key_of(demo.api_key, NOW)

        assert all(user.check_password(demo.password) for user, _ in demo.agency.people())
        assert api_key is not None
        assert api_key.workspace == demo.agency.showcase

    def test_addresses_are_genuine(self, seeded: tuple[Demo, Demo]) -> None:
        for link, url in seeded[0].links:
            address = links.parse(*url.removeprefix(settings.IMAGE_URL).split("/")[2:])

            links.verify(address, b"first_name=Amira", settings.SIGNING_SECRET.encode())
            assert address.code == link.code

    def test_released_document_lies_on_disk_with_all_its_pictures(self, seeded: tuple[Demo, Demo]) -> None:
        demo, _ = seeded
        for key, template in demo.templates.items():
            document = json.loads(demo.documents[key].read_text("utf-8"))
            beside = {path.stem for path in demo.documents[key].parent.iterdir()}

            release = Release.objects.in_workspace(demo.agency.showcase).get(template_key=template.key, state="live")
            assert content_hash(document) == release.content_hash
            assert assets_of(document) <= beside

    def test_released_hero_draws_what_its_designer_drew(
        self, seeded: tuple[Demo, Demo], render: Render, tmp_path: Path
    ) -> None:
        """Tokens are frozen from the workspace's brand kit; they must still stand for what they stood for."""
        file = seeded[0].documents["newsletter-hero"]
        out = io.StringIO()

        call_command("render", str(file), values='{"first_name": "Amira"}', output=tmp_path / "hero.jpg", stdout=out)

        assert json.loads(out.getvalue())["alt"] == render(shelf.demo()[0], {"first_name": "Amira"}).alt
        assert json.loads(file.read_text("utf-8"))["brand"]["colors"]["primary"] == "#FFC27A"

    def test_second_client_has_work_in_every_state(self, seeded: tuple[Demo, Demo]) -> None:
        templates = Template.objects.in_workspace(seeded[0].agency.client)

        assert {template.badge[1] for template in templates} == {"Live", "In review", "Draft"}

    def test_revoked_api_key_is_replaced(self, seeded: tuple[Demo, Demo], tmp_path: Path) -> None:
        demo, _ = seeded
        data = demo.documents["certificate"].parent.parent.parent
        api_key = key_of(demo.api_key, NOW)
        assert api_key is not None
        with transaction.atomic():
            type(api_key).objects.filter(pk=api_key.pk).update(revoked_at=NOW)
            again = seed(data=data, now=NOW)

        assert again.api_key != demo.api_key
        assert key_of(again.api_key, NOW) is not None


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value
