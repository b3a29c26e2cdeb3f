"""How an amount of money and a point on the map are read as people type and paste them (pure)."""

import re
from decimal import Decimal

from workflows.caller_details import narrow
from workflows.errors import BadInput

AMOUNT = re.compile(r"[¥]?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(\.[0-9]{1,10})?(万|亿)?(?:元|块)?")
FACTORS = {None: 1, "万": 10_000, "亿": 100_000_000}
FEN = 100
# A trillion yuan: more than any caller's matter, and far within what a database's integer holds.
MOST_FEN = 10**12 * FEN

NO_AMOUNT = "涉及金额不正确：请填以元为单位的数字，如 1200 或 1200.50，也可写 3.5万。"
BELOW_NOTHING = "涉及金额不能是负数。"
TOO_FINE = "涉及金额最多精确到分（两位小数）。"
TOO_MUCH = "涉及金额过大，请核对：以元为单位，不超过一万亿元。"

MARKS = re.compile(r"东经|北纬|经度|纬度|[ENen°度:]")
BETWEEN = re.compile(r"[\s,;、/]+")
DEGREES = re.compile(r"[0-9]{1,3}(\.[0-9]{1,15})?")
# What GB/T 2260's divisions lie within; the two ranges share no number, so either order can be read.
LONGITUDES, LATITUDES = (73.0, 136.0), (3.0, 54.0)
# Six decimals are a tenth of a metre.
DECIMALS = 6

NO_COORDINATES = "地图坐标不正确：请按“经度,纬度”填写十进制度数，如 103.834170,36.061380。"
OUTSIDE = "地图坐标不在国内：经度应为 73 至 136，纬度应为 3 至 54，请核对。"


def read_amount(text: str) -> int | None:
    """Return an amount in fen (分), read from yuan: 1200, 1,200.50, 3.5万, ￥30元; None for nothing.

    Raises BadInput with the sentence for the field.
    """
    given = re.sub(r"\s+", "", narrow(text)).removeprefix("人民币")
    if not given:
        return None
    if re.match("[-−负]", given):
        raise BadInput(BELOW_NOTHING, "amount_fen")
    match = AMOUNT.fullmatch(given)
    if match is None:
        raise BadInput(NO_AMOUNT, "amount_fen")
    whole, rest, unit = match.groups()
    fen = Decimal(whole.replace(",", "") + (rest or "")) * FACTORS[unit] * FEN
    if fen > MOST_FEN:
        raise BadInput(TOO_MUCH, "amount_fen")
    if fen != int(fen):
        raise BadInput(TOO_FINE, "amount_fen")
    return int(fen)


def amount_words(fen: int | None) -> str:
    """Show an amount of fen in yuan, 12,345.60; without a fraction where there is none; nothing for None."""
    if fen is None:
        return ""
    yuan, rest = divmod(fen, FEN)
    return f"{yuan:,}.{rest:02d}" if rest else f"{yuan:,}"


def read_coordinates(text: str) -> tuple[float, float] | None:
    """Return longitude and latitude in degrees, read in either order, with or without 东经 or E; None for nothing.

    Raises BadInput where they are no two decimal numbers, or lie outside the country.
    """
    parts = BETWEEN.split(MARKS.sub(" ", narrow(text)).strip(" ,;、/()"))
    if parts == [""]:
        return None
    if len(parts) != 2 or not all(DEGREES.fullmatch(part) for part in parts):
        raise BadInput(NO_COORDINATES, "coordinates")
    first, second = (round(float(part), DECIMALS) for part in parts)
    longitude, latitude = (second, first) if within(first, LATITUDES) else (first, second)
    if not (within(longitude, LONGITUDES) and within(latitude, LATITUDES)):
        raise BadInput(OUTSIDE, "coordinates")
    return longitude, latitude


def within(degrees: float, limits: tuple[float, float]) -> bool:
    """Say whether the degrees lie between the limits."""
    return limits[0] <= degrees <= limits[1]


def coordinates_words(point: tuple[float, float] | None) -> str:
    """Show a point as map services take it: longitude first, six decimals; nothing for None."""
    return f"{point[0]:.{DECIMALS}f},{point[1]:.{DECIMALS}f}" if point else ""
