"""Takes out of a text what could lead to a person, before it goes out of the house (脱敏) (pure).

Two measures: `without_caller` keeps a text whole for those who work on the matter and only hides who called;
`mask_text` is for papers that are handed on, and hides plates, houses, rooms and other people's names too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

HIDDEN = "〔已隐去〕"
# Mobile and landline numbers, ID numbers; written with spaces or hyphens too, in full-width digits too.
NUMBERS = re.compile(r"(?<![0-9０-９])[0-9０-９](?:[ \-—]?[0-9０-９]){6,17}[xX]?(?![0-9０-９])")
# The hundred most frequent surnames, so that 我是业主 stays what it is.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|司徒|南宫|西门"
SURNAME = rf"(?:{COMPOUND}|[{SURNAMES}])"
ENDS = r"(?=[，,。；;、：:（(\s]|电话|手机|联系|$)"
NAMED = re.compile(
    r"(?:(?<=我叫)|(?<=我是)|(?<=姓名[:：])|(?<=姓名)|(?<=联系人[:：])|(?<=联系人)|(?<=本人))"
    rf"{SURNAME}[\u4e00-\u9fff·]{{1,3}}?{ENDS}"
)
# 业主王建国, and 王建国先生, of whom the surname stays.
CALLED = re.compile(
    r"(?:(?<=业主)|(?<=住户)|(?<=户主)|(?<=患者)|(?<=学生)|(?<=司机)|(?<=老板)|(?<=负责人)|(?<=法人))"
    rf"{SURNAME}[\u4e00-\u9fff·]{{1,2}}?{ENDS}"
)
TITLED = re.compile(rf"(?<![由关对属位处至])({SURNAME})[\u4e00-\u9fff]{{1,2}}(先生|女士|小姐|同志|师傅)")
PLATES = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z])[·•. \-]?"
    r"(?=[A-Z0-9]{0,5}[0-9])[A-Z0-9]{4,5}[A-Z0-9学警挂港澳](?![A-Za-z0-9])"
)
MAILS = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
ACCOUNTS = re.compile(r"((?:微信|QQ|qq|支付宝|银行卡|账|帐)号?[:：为是 ]{0,2})[A-Za-z0-9_\-]{5,}")
ONE = "0-9０-９一二三四五六七八九十百"
# 3号楼2单元502室; not 5月3号, not the third line of the underground, not a numbered document.
NO_HOUSE = "线|文|令|公告|上午|下午|早|晚|起|前|之前"
HOUSES = re.compile(rf"(?<![月〕{ONE}第])[{ONE}A-Za-z]{{1,6}}(?=\s*(?:号(?!{NO_HOUSE})|栋|幢|单元|室|组))")
FLOORS = re.compile(rf"(?<![{ONE}第])[{ONE}]{{1,4}}(?=楼|层(?!以))")
ROOMS = re.compile(r"(?<=单元)[0-9０-９]{2,4}|(?<=[座栋幢楼])[0-9０-９]{3,4}(?![0-9０-９年米元人])")
DASHED = re.compile(r"(?<![0-9\-])[0-9]{1,3}[\-－—#][0-9]{1,2}[\-－—][0-9]{2,4}(?![0-9\-])")


def without_caller(text: str, names: Iterable[str]) -> str:
    """Return the text without the names given, names that callers gave, and number-like strings."""
    for name in names:
        text = text.replace(name, HIDDEN)
    return NUMBERS.sub(HIDDEN, NAMED.sub(HIDDEN, text))


def mask_text(text: str, names: Iterable[str] = ()) -> str:
    """Return the text as it may stand in a paper that is handed on.

    >>> mask_text("庆阳路12号3单元502室王建国先生的车甘A12345漏油，电话13893112345")
    '庆阳路*号*单元*室王先生的车甘A*****漏油，电话〔已隐去〕'
    """
    text = PLATES.sub(r"\1*****", ACCOUNTS.sub(rf"\1{HIDDEN}", MAILS.sub(HIDDEN, text)))
    text = DASHED.sub("*", text)
    text = TITLED.sub(r"\1\2", without_caller(text, names))
    text = CALLED.sub(HIDDEN, text)
    for numbers in (HOUSES, FLOORS, ROOMS):
        text = numbers.sub("*", text)
    return text
