"""Reads the tracks: the law in force and the proposals that lie over it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rules_core.errors import UnknownTrackError
from rules_core.reader import Node
from rules_core.schema import Track

STATUSES_OF_TRACKS: Final = ("gaeldende", "ophaevet", "vedtaget", "forslag", "lokal")


def read_tracks(node: Node) -> Mapping[str, Track]:
    """Every track of data/tracks.yml by id; mistakes are noted on the node."""
    node.only("tracks")
    tracks: dict[str, Track] = {}
    for child in node.children("tracks"):
        child.only(
            "id", "title", "status", "base", "overlays", "law_date", "notice", "groups", "known_from", "known_to"
        )
        base = tracks.get(child.optional_text("base") or "")
        track = Track(
            id=child.text("id"),
            title=child.text("title"),
            status=child.choice("status", STATUSES_OF_TRACKS),
            base=child.optional_text("base"),
            overlays=child.optional_text("overlays"),
            law_date=child.optional_date("law_date"),
            notice=child.optional_text("notice"),
            groups=child.optional_text("groups"),
            # A proposal knows the days that the law under it knows, unless it says otherwise.
            known_from=child.optional_date("known_from") or (base.known_from if base else None),
            known_to=child.optional_date("known_to") or (base.known_to if base else None),
        )
        _check(child, track, tracks)
        tracks[track.id] = track
    return tracks


def _check(node: Node, track: Track, earlier: Mapping[str, Track]) -> None:
    if track.id in earlier:
        node.error("id", f"sporet '{track.id}' står to gange")
    if track.base is not None and track.base not in earlier:
        node.error("base", f"sporet '{track.base}' skal stå højere oppe i filen")
    if track.overlays and not track.base:
        node.error("base", "mangler: hvilket spor bliver ændret?")
    if track.status == "forslag" and not track.notice:
        node.error("notice", "mangler: et forslag skal sige i hvert svar, at det ikke er loven")


def chain_of(track_id: str, tracks: Mapping[str, Track]) -> list[Track]:
    """The track and those it lies over, the lowest first. Raises UnknownTrackError."""
    if track_id not in tracks:
        raise UnknownTrackError(track_id, tracks)
    track = tracks[track_id]
    # A base stands before its track in the file, so the chain always ends.
    has_base = track.base is not None and track.base in tracks and track.base != track.id
    return [*(chain_of(track.base or "", tracks) if has_base else ()), track]
