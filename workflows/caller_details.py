"""How a telephone number and an identity number are read as people say and type them (pure)."""

import re
import unicodedata
from datetime import date

import phonenumbers

from workflows.errors import BadInput

COUNTRY = "CN"
SPOKEN_BETWEEN = re.compile(r"[\s\-()·.]+")
COUNTRY_CODE = re.compile(r"^(?:\+|00)86")
# Service numbers: 110, 12345, 95598, 96156, 10086, 4008123123; the library knows only ordinary lines.
SERVICE = re.compile(r"1[12][0-9]|1[0-2][0-9]{3}|12[0-9]{3,6}|9[56][0-9]{3,6}|[48]00[0-9]{7}")
LOCAL_LINE = re.compile(r"[2-8][0-9]{6,7}")
ID_CARD = re.compile(r"[0-9]{17}[0-9X]")
OTHER_PAPER = re.compile(r"(?=.*[A-Z])(?=(?:.*[0-9]){6})[A-Z0-9]{7,12}")
# GB 11643-1999: weights of the first seventeen digits, and the check character for each remainder.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"

NO_PHONE = "号码不正确：请填 11 位手机号，或带区号的固定电话（如 0931-8461234），或 5 位以内的服务短号。"
NO_ID_NUMBER = "证件号码不正确：居民身份证为 18 位，请核对末位校验码；护照等证件为字母加数字。"


def narrow(text: str) -> str:
    """Return the text with full-width digits and letters made narrow."""
    return unicodedata.normalize("NFKC", text).strip()


def read_phone(text: str, area_code: str = "") -> str:
    """Return a number as it is stored: digits only, a land line with its area code; "" for nothing.

    A land line without area code gets the city's own. Raises BadInput with the sentence for the field.
    """
    digits = COUNTRY_CODE.sub("", SPOKEN_BETWEEN.sub("", narrow(text)))
    if not digits:
        return ""
    if not re.fullmatch("[0-9]{3,12}", digits):
        raise BadInput(NO_PHONE, "phone")
    if SERVICE.fullmatch(digits):
        return digits
    if LOCAL_LINE.fullmatch(digits) and area_code:
        digits = area_code + digits
    if not is_line(digits):
        raise BadInput(NO_PHONE, "phone")
    return digits


def is_line(digits: str) -> bool:
    """Say whether the digits are a mobile number or a land line of this country."""
    if not digits.startswith(("0", "1")):
        return False
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, COUNTRY))
    except phonenumbers.NumberParseException:
        return False


def read_id_number(text: str, today: date) -> str:
    """Return an identity number as it is stored; "" for nothing; BadInput where its checks fail."""
    number = re.sub(r"[\s\-]+", "", narrow(text)).upper()
    if not number or OTHER_PAPER.fullmatch(number):
        return number
    if not (ID_CARD.fullmatch(number) and check_character(number) == number[-1] and is_born(number, today)):
        raise BadInput(NO_ID_NUMBER, "id_number")
    return number


def check_character(number: str) -> str:
    """Return the last character that the first seventeen digits demand."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11]


def is_born(number: str, today: date) -> bool:
    """Say whether the day of birth in the number is one, and not in the future."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return date(1880, 1, 1) <= born <= today
