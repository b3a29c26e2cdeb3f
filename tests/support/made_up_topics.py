"""Made-up messages: three estates with three matters each, one matter without a place, doubles and lonely ones."""

from itertools import product

ESTATES = ("青松岭小区", "鹤鸣苑", "望江楼花园")
MATTERS = {
    "暖气": ("暖气不热室温只有十二度供热公司不维修", ("老人受冻", "孩子感冒", "去年也是这样")),
    "油烟": ("楼下烧烤店油烟直排没有烟道熏得无法开窗", ("每晚到两点", "城管来过一次", "衣服全是味道")),
    "电梯": ("单元电梯频繁停运困人物业不检修", ("老人无法下楼", "已经半个月", "昨天又困住两人")),
}
PLACELESS = (
    ("咨询灵芝卡补贴", "灵芝卡补贴申请提交后一直没有发放请问何时到账"),
    ("灵芝卡补贴何时发放", "我申请的灵芝卡补贴审核通过了却没有发放"),
    ("灵芝卡补贴的疑问", "灵芝卡补贴发放需要什么条件申请多久到账"),
)
LONELY = (
    ("公园里放风筝", "周末带孩子去公园放风筝的规定"),
    ("图书馆自习座位太少", "假期图书馆早上八点座位被占满"),
    ("身份证照片重拍", "换领证件的照片拍得太黑"),
    ("", ""),
    ("", ""),
)


def made_up() -> list[tuple[str, str, str]]:
    """Return messages as (topic, subject, text); a lonely one has a topic of its own."""
    rows = []
    for estate, (matter, (said, more)) in product(ESTATES, MATTERS.items()):
        for text in more:
            subject = f"城关区{estate}{said[:-4]}"
            rows.append((f"{estate}{matter}", subject, f"城关区{estate}{said}，{text}。"))
        rows.append(rows[-1])
    rows += [("补贴", *pair) for pair in PLACELESS]
    rows += [(f"独{number}", *pair) for number, pair in enumerate(LONELY)]
    return rows
