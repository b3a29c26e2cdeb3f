"""The places of the joint meeting, in one list for the app to register."""

from hotline.pages.joint_meetings import (
    actions,
    candidates,
    decisions,
    figures,
    files,
    meetings,
    opinions,
    topics,
)

PLACES = (candidates, opinions, actions, topics, decisions, files, figures, meetings)
