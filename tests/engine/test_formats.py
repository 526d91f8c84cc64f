"""Dates, numbers, money and answers are read leniently and written as the locale does."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from babel import localedata
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from renderer.engine.formats import format_typed, wrong_format
from renderer.engine.locales import locale_of
from renderer.engine.moments import parse_moment
from renderer.engine.numerals import parse_money, parse_number

EVENING = datetime(2026, 11, 24, 18, 30)
DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "locale", "wanted"),
    [
        ("2026-11-24", "en", DAY),
        ("2026/11/24", "en", DAY),
        ("20261124", "en", DAY),
        ("24.11.2026", "de", DAY),
        ("24.11.26", "de", DAY),
        ("24. 11. 2026", "cs", DAY),
        ("24-11-2026", "en", DAY),
        ("11/24/2026", "en", DAY),
        ("24/11/2026", "en", DAY),
        ("4/5/2026", "en-US", date(2026, 4, 5)),
        ("4/5/2026", "en-GB", date(2026, 5, 4)),
        ("4.5.2026", "en-US", date(2026, 5, 4)),
        ("24 Nov 2026", "en", DAY),
        ("November 24, 2026", "en", DAY),
        ("Tuesday, 24th of November 2026", "en", DAY),
        ("24. Dezember 2026", "de", date(2026, 12, 24)),
        ("24 de noviembre de 2026", "es", DAY),
        ("24 novembre 2026", "fr", DAY),
        ("2026-11-24T18:30:00Z", "en", EVENING),
        ("2026-11-24T18:30:00.123+02:00", "en", EVENING),
        ("2026-11-24 18:30", "en", EVENING),
        ("Nov 24, 2026 6:30 PM", "en", EVENING),
        ("24.11.2026, 18:30", "de", EVENING),
        ("Tue, 24 Nov 2026 18:30:00 +0000", "en", EVENING),
        ("1795545000", "en", EVENING),
        ("1795545000000", "en", EVENING),
        ("2026-02-30", "en", None),
        ("99/99/2026", "en", None),
        ("6:30 pm", "en", None),
        ("12", "en", None),
        ("soon", "en", None),
        ("", "en", None),
        ("2026-11-24T99:99", "en", None),
        ("9" * 30, "en", None),
    ],
)
def test_dates_are_read_as_people_and_machines_write_them(text, locale, wanted):
    assert parse_moment(text, locale) == wanted


@given(st.dates(date(1000, 1, 1)), st.sampled_from(["en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "fi"]))
def test_a_date_written_out_in_a_locale_is_read_back(day, locale):
    assert parse_moment(format_date(day, "long", locale=locale), locale) == day


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_dates_and_numbers(text):
    for locale in ("en", "de", "ar", "zz-bad"):
        assert parse_moment(text, locale) is None or isinstance(parse_moment(text, locale), date)
        assert parse_number(text, locale) is None or isinstance(parse_number(text, locale), Decimal)
        assert parse_money(text, locale) is None or isinstance(parse_money(text, locale), Decimal)


@pytest.mark.parametrize(
    ("text", "locale", "wanted"),
    [
        ("1234.5", "en", "1234.5"),
        ("1,234.5", "en", "1234.5"),
        ("1.234,5", "de", "1234.5"),
        ("1234.5", "de", "1234.5"),
        ("1234,5", "en", "1234.5"),
        ("1.234", "de", "1234"),
        ("1,234", "en", "1234"),
        ("1,234", "de", "1.234"),
        ("0,125", "en", "0.125"),
        ("1 234,5", "fr", "1234.5"),
        ("1\u202f234,5", "fr", "1234.5"),
        ("1'234.50", "de-CH", "1234.50"),
        ("12,34,567", "en-IN", "1234567"),
        ("١٢٣٫٥", "ar", "123.5"),
        ("१२३", "hi", "123"),
        ("−3", "en", "-3"),
        ("25%", "en", "0.25"),
        ("1e3", "en", "1000"),
        ("NaN", "en", None),
        ("Infinity", "en", None),
        ("1.2.3,4,5", "en", None),
        ("twelve", "en", None),
        ("", "en", None),
        ("12 pounds", "en", None),
    ],
)
def test_numbers_are_read_by_the_locale(text, locale, wanted):
    assert parse_number(text, locale) == (Decimal(wanted) if wanted else None)


@pytest.mark.parametrize("text", ["€ 12.50", "12.50 €", "EUR 12.50", "12.50EUR", "US$12.50", "12.50 kr", "£12.50"])
def test_money_may_carry_its_sign(text):
    assert parse_money(text, "en") == Decimal("12.50")


@given(
    st.decimals(-(10**9), 10**9, places=2, allow_nan=False), st.sampled_from(["en", "de", "fr", "sv", "pl", "en-IN"])
)
def test_a_number_written_in_a_locale_is_read_back(number, locale):
    written = format_decimal(number, "#,##0.00", locale=locale_of(locale))
    assert parse_number(written, locale) == number


@pytest.mark.parametrize(
    ("value", "kind", "style", "locale", "wanted"),
    [
        (DAY, "date", "", "en", "November 24, 2026"),
        (DAY, "date", "", "de", "24. November 2026"),
        (DAY, "date", "short", "en-GB", "24/11/2026"),
        (DAY, "date", "EEEE, d MMMM", "fr", "mardi, 24 novembre"),
        (DAY, "date", "%A %-d %B '%y", "en", "Tuesday 24 November '26"),
        (EVENING, "date", "d MMM, HH:mm", "en", "24 Nov, 18:30"),
        (DAY, "date", "d MMM HH:mm", "en", "24 Nov 00:00"),
        (Decimal("1234.5"), "number", "", "de", "1.234,5"),
        (Decimal("1234.567891"), "number", "", "en", "1,234.567891"),
        (Decimal("1234.5"), "number", "0.00", "en", "1234.50"),
        (Decimal("0.256"), "number", "percent", "en", "26%"),
        (Decimal("12345"), "number", "compact", "en", "12.3K"),
        (Decimal("1234.5"), "money", "", "de", "1.234,50\xa0€"),
        (Decimal("1234"), "money", "short", "en", "€1,234"),
        (Decimal("1234.5"), "money", "short", "en", "€1,234.50"),
        (Decimal("1234.5"), "money", "¤#,##0", "en", "€1,234"),
        (True, "bool", "", "en", "Yes"),
        (False, "bool", "Ja/Nein", "de", "Nein"),
        ("amira", "text", "upper", "en", "AMIRA"),
        ("izmir", "text", "upper", "tr", "İZMİR"),
    ],
)
def test_values_are_written_as_the_locale_does(value, kind, style, locale, wanted):
    assert format_typed(value, kind, style, locale, "EUR") == wanted


@pytest.mark.parametrize(
    ("kind", "style"),
    [
        ("date", "!!"),
        ("date", "%Q"),
        ("number", "xx"),
        ("number", "%d"),
        ("money", "bla"),
        ("bool", "Yes"),
        ("text", "foo"),
    ],
)
def test_a_format_that_makes_no_sense_is_told(kind, style):
    assert wrong_format(kind, style)


@given(st.sampled_from(["date", "number", "money", "bool", "text"]), st.text(max_size=20))
def test_any_format_works_or_is_told(kind, style):
    problem = wrong_format(kind, style)
    assert problem is None or problem


def test_every_locale_of_the_world_writes_dates_and_money():
    for tag in localedata.locale_identifiers():
        assert format_typed(DAY, "date", "", tag)
        assert format_typed(Decimal("1234.5"), "money", "", tag, "EUR")


def test_an_unknown_locale_is_its_language_or_english():
    assert str(locale_of("de-XX")) == "de"
    assert str(locale_of("klingon")) == "en"
    assert str(locale_of("")) == "en"
