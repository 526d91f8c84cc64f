"""The mails of the designer: who asks whom for what, with the complete and the longest picture inside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from email.mime.image import MIMEImage
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from designer.models import ClientApproval, Comment, Review, Revision
from designer.picture_hosts import hosts_of
from designer.previews import compose, document_of, png
from designer.records import fixed
from workspaces import access
from workspaces.models import User
from workspaces.roles import Capability

WIDTH = 560
SHOWN = ("complete", "longest")


def review_requested(review_id: int) -> None:
    """To the chosen reviewers, or to everybody who may review, except who asked."""
    review = _review(review_id)
    if review is None or review.state != Review.State.PENDING:
        return
    people = review.reviewers.all() or access.people_who_may(review.workspace, Capability.REVIEW)
    others = [person for person in people if person.pk != review.requested_by_id and person.is_active]
    subject = f"Please review “{review.template.name}” v{review.revision.number}"
    lines = {
        "lead": f"{review.requested_by_name} asks for your approval.",
        "note": review.note,
        "button": "Open the review",
    }
    _send(others, subject, {**lines, "url": _review_url(review)}, review.revision)


def review_decided(review_id: int) -> None:
    """To the person who asked."""
    review = _review(review_id)
    if review is None or review.requested_by is None or not review.requested_by.is_active:
        return
    verb = "approved" if review.state == Review.State.APPROVED else "asks for changes to"
    what = f"“{review.template.name}” v{review.revision.number}"
    lines = {
        "lead": f"{review.decided_by_name} {verb} {what}.",
        "note": review.decision_note,
        "button": "See the review",
    }
    _send(
        [review.requested_by],
        f"{review.decided_by_name} {verb} {what}",
        {**lines, "url": _review_url(review)},
        review.revision,
    )


def client_invited(invitation_id: int, token: str) -> None:
    """To the client, with the link that needs no account."""
    invitation = ClientApproval.objects.select_related("review__revision__template", "created_by").get(pk=invitation_id)
    who = str(invitation.created_by or invitation.workspace)
    lines = {
        "lead": f"{who} asks you to look at “{invitation.review.template.name}”. You need no account.",
        "note": invitation.review.note,
        "button": "Look at the picture",
        "fine": f"The link is made for {invitation.name} and works until {invitation.expires_at:%d %B %Y}.",
    }
    url = settings.PUBLIC_URL + reverse("designer:client", args=[token])
    subject = f"Please have a look: {invitation.review.template.name}"
    _deliver(invitation.email, subject, {**lines, "url": url}, invitation.review.revision)


def commented(comment_id: int) -> None:
    """To those who spoke before in the same conversation, and to who asked for the open review."""
    comment = Comment.objects.select_related("template__workspace", "parent").get(pk=comment_id)
    review = comment.template.reviews.filter(state=Review.State.PENDING).first()
    thread = comment.parent or comment
    spoke = Comment.objects.filter(parent=thread).values_list("author_id", flat=True)
    asked = review.requested_by_id if review else None
    ids = {*spoke, thread.author_id, asked} - {comment.author_id, None}
    people = [
        one for one in User.objects.filter(pk__in=ids, is_active=True) if access.capabilities(one, comment.workspace)
    ]
    where = reverse("designer:history", args=[comment.workspace.key, comment.template.key])
    lines = {
        "lead": f"{comment.author_name} wrote about “{comment.template.name}”:",
        "note": comment.text,
        "button": "Answer",
    }
    subject = f"{comment.author_name} commented on “{comment.template.name}”"
    _send(
        people,
        subject,
        {
            **lines,
            "url": settings.PUBLIC_URL
            + (where if review is None else "")
            + (reverse("designer:review", args=[comment.workspace.key, review.key]) if review else ""),
        },
        None,
    )


def _review(review_id: int) -> Review | None:
    rows = Review.objects.select_related("workspace__organization", "template", "revision", "requested_by")
    return rows.filter(pk=review_id).first()


def _review_url(review: Review) -> str:
    return settings.PUBLIC_URL + reverse("designer:review", args=[review.workspace.key, review.key])


def _send(people: Iterable[User], subject: str, context: Mapping[str, Any], revision: Revision | None) -> None:
    for person in people:
        _deliver(person.email, subject, context, revision)


def _deliver(to: str, subject: str, context: Mapping[str, Any], revision: Revision | None) -> None:
    pictures = _pictures(revision) if revision else {}
    full = {**context, "pictures": [{"cid": name, "label": name.capitalize()} for name in pictures]}
    text = render_to_string("designer/mail/notice.txt", full)
    message = EmailMultiAlternatives(" ".join(subject.split())[:200], text, to=[to])
    message.attach_alternative(render_to_string("designer/mail/notice.html", full), "text/html")
    message.mixed_subtype = "related"  # type: ignore[attr-defined]
    for name, data in pictures.items():
        part = MIMEImage(data, "png")
        part.add_header("Content-ID", f"<{name}>")
        part.add_header("Content-Disposition", "inline", filename=f"{name}.png")
        message.attach(part)
    message.send()


def _pictures(revision: Revision) -> dict[str, bytes]:
    document = document_of(revision.document)
    records = {record.id: record.values for record in fixed(document)}
    hosts = hosts_of(revision.template.workspace)
    return {name: png(compose(document, records[name], hosts=hosts).image, WIDTH) for name in SHOWN}
