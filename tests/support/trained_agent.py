"""A trained agent at the keyboard: logs a call as a complete, dispatched case by the keys that the screen shows with ?.

Every key pressed is counted, Alt, Ctrl and Shift too; only what is written into the text of the matter is not.
"""

import re

from playwright.sync_api import Page, expect

MOST_KEYSTROKES = 25
COUNTER = """addEventListener("keydown", (event) => {
  const chord = event.altKey || event.ctrlKey || event.metaKey || ["Shift", "Control", "Alt"].includes(event.key);
  if (event.target.id === "content" && !chord) return;
  sessionStorage.setItem("keystrokes", Number(sessionStorage.getItem("keystrokes") || 0) + 1);
}, true)"""
# What the screen calls each of the keys that are needed.
NEEDED = {
    "take the call": "来电登记",
    "name": "填入上次登记姓名",
    "matter": "推荐分类",
    "kind": "可能的诉求类型",
    "place": "查找地点",
    "unit": "建议承办单位",
    "dispatch": "登记并派单",
}


def count_keys(window: Page) -> None:
    """Count from the next page on."""
    window.add_init_script(COUNTER)


def keystrokes(window: Page) -> int:
    """Return how many keys were pressed."""
    return int(window.evaluate("sessionStorage.getItem('keystrokes')") or 0)


def forget_keys(window: Page) -> None:
    """Begin at nought."""
    window.evaluate("sessionStorage.removeItem('keystrokes')")


def keys_shown(window: Page) -> dict[str, str]:
    """Open the list of keys with ? and return, for what an agent needs, the key or chord it names first."""
    window.keyboard.press("?")
    lines = window.locator("#shortcuts .keys > div")
    expect(lines.first).to_be_visible()
    told = [(line.locator("dd").inner_text(), line.locator("kbd").all_inner_texts()) for line in lines.all()]
    window.keyboard.press("Escape")
    found = {}
    for need, words in NEEDED.items():
        (chord,) = [kbds for says, kbds in told if words in says]
        modifiers = [key for key in chord if key in {"Alt", "Ctrl", "Shift"}]
        first = next(key for key in chord if key not in modifiers)
        parts = ["Control" if key == "Ctrl" else key for key in modifiers]
        found[need] = "+".join([*parts, first.lower() if len(first) == 1 else first])
    return found


def log_call(window: Page, keys: dict[str, str], *, text: str, place: str, delay_ms: float = 0) -> str:
    """Take the call that was answered, type what is said, take what is offered, send it out; return the case's number."""
    press = window.keyboard.press
    press(keys["take the call"])
    expect(window.locator("#content")).to_be_focused()
    expect(window.locator("[data-take-name]")).to_be_visible()
    press(keys["name"])
    window.keyboard.type(text, delay=delay_ms)
    expect(window.locator("#suggestions [data-take-category]").first).to_be_visible()
    press(keys["matter"])
    expect(window.locator("#category_id")).not_to_have_value("")
    press(keys["kind"])
    press(keys["place"])
    window.keyboard.type(place)
    expect(window.locator("#place-finds [data-place-name]").first).to_be_visible()
    press("Enter")
    expect(window.locator("#address")).to_be_focused()
    with window.expect_response(lambda answer: answer.url.endswith("/intake/aids")):
        press(keys["unit"])
    expect(window.locator("#lead_id")).not_to_have_value("")
    press(keys["dispatch"])
    expect(window).to_have_url(re.compile("/intake/receipts/"))
    return window.locator("#receipt-number").inner_text()
