"""The sentences of findings: what was found, and what whoever sends the mail can do about it."""

from __future__ import annotations

FALLBACKS = {
    "absent": "has no value",
    "blank": "is blank",
    "unresolved": "holds a merge tag that nobody filled in",
    "word": "holds a word that means “nothing”, such as “null”",
    "invalid": "cannot be read",
    "undrawable": "has only letters that no font can draw",
    "refused": "is not allowed",
}
"""Reasons of `resolved.FallbackUsed`, as what is said of the field."""
ROOM = "Make its box larger, or give it a shorter text to fall back to"
PROBLEMS = {
    "neutral_card": (
        "A plain card is shown instead of the picture, because a field has no usable value",
        "Fill it in for these recipients, or give the field a fallback",
    ),
    "required_missing": ("A required field has no usable value", "Fill it in for these recipients"),
    "value_cut": ("A value is longer than its field allows and was cut", "Shorten it, or raise the field’s limit"),
    "undeclared_field": (
        "A text names a field that the template does not have",
        "Define the field, or take its tag out of the text",
    ),
    "failed": (
        "The picture could not be drawn",
        "Its fallback is shown. Start the run again, and tell your administrator if that does not help",
    ),
    "given_up": (
        "Drawing was interrupted again and again, so it was given up",
        "Its fallback is shown unless it can be drawn when the mail is opened. Tell your administrator",
    ),
    "incomplete": (
        "A picture or font could not be had, so the picture was not kept",
        "Look whether the addresses of your pictures work, then start the run again",
    ),
    "overflow": ("A text does not fit into its box", ROOM),
    "ellipsis": ("A text is cut off and ends in “…”", ROOM),
    "below_minimum": ("A text had to shrink below the smallest size that the brand allows", ROOM),
    "missing_glyphs": (
        "No font can draw some characters of a text, so they are left out",
        "Correct the values of these recipients",
    ),
    "empty_layer": (
        "A layer is not hidden, but shows nothing",
        "Let it hide when its field is empty, or give the field a fallback",
    ),
    "image_missing": (
        "A layer has no picture to show",
        "Correct the address of the picture, or give the layer a fallback picture",
    ),
    "image_enlarged": ("A picture is too small for its place and looks soft", "Use a larger picture"),
    "qr_too_long": ("A QR code cannot hold its text", "Shorten the text, for instance with a shorter link"),
    "qr_too_small": (
        "A QR code is too small for phones to read",
        "Make it larger, or shorten its text",
    ),
    "text_on_qr": (
        "A text runs over a QR code, so phones may not read the code",
        "Move the two apart, or let the text shrink",
    ),
    "text_on_text": ("Two texts run into each other", "Move them apart, or let one shrink or follow the other"),
    "text_on_logo": ("A text runs over a logo", "Move the two apart, or let the text shrink"),
    "outside_safe_zone": (
        "A text or code comes too near to the edge of the picture",
        "Move it inwards, or make it smaller, until it is within the safe margin",
    ),
    "in_reserved_zone": (
        "A text or code covers an area that has to stay free",
        "Move it away from there, or make it smaller",
    ),
    "font_missing": (
        "A font of the design is not installed, so another one stands in",
        "Upload the font to the asset library, or choose another one",
    ),
    "anchor_cycle": (
        "Layers follow each other in a circle, so they stay where they were drawn",
        "Let one of them follow nothing",
    ),
}
"""By code of an issue or of a picture's fate: what is wrong, and what helps."""


def sentence(kind: str, field: str) -> str:
    """For people, about one field or about none in particular (empty)."""
    if field and kind in FALLBACKS:
        return f"“{field}” {FALLBACKS[kind]}: its fallback is shown"
    if kind not in PROBLEMS:
        return f"The check “{kind}” found something; open the template’s checks to see what"
    wrong, advice = PROBLEMS[kind]
    return f"{wrong}: “{field}”. {advice}." if field else f"{wrong}. {advice}."
