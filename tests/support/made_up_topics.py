"""Made-up messages: three estates with three matters each, one matter without a place, doubles and lonely ones."""

from itertools import product

ESTATES = ("青松岭小区", "鹤鸣苑", "望江楼花园")
MATTERS = {
    "暖气": ("暖气不热室温只有十二度", "供暖温度不达标老人受冻", "暖气片冰凉供热公司不来维修"),
    "油烟": ("楼下烧烤店油烟直排熏得无法开窗", "烧烤夜宵摊油烟扰民到深夜", "餐馆烧烤没有烟道油烟进屋"),
    "电梯": ("电梯频繁停运困人物业不维修", "电梯故障半个月老人无法下楼", "电梯坏了困人多次无人检修"),
}
OPENINGS = ("投诉城关区{}", "反映城关区{}问题", "城关区{}业主求助")
PLACELESS = (
    ("咨询灵芝卡补贴", "灵芝卡补贴申请提交后一直没有发放请问何时到账"),
    ("灵芝卡补贴何时发放", "我申请的灵芝卡补贴审核通过了却没有发放"),
    ("灵芝卡补贴的疑问", "灵芝卡补贴发放需要什么条件申请多久到账"),
)
LONELY = (
    ("公园里能否放风筝", "周末想带孩子去公园放风筝请问有没有规定"),
    ("图书馆自习座位太少", "假期图书馆早上八点座位就没有了能否增加"),
    ("身份证照片能否重拍", "换领证件的照片拍得太黑想要重新拍摄"),
    ("", ""),
    ("", ""),
)


def made_up() -> list[tuple[str, str, str]]:
    """Return messages as (topic, subject, text); a lonely one has a topic of its own."""
    rows = []
    for estate, (matter, texts) in product(ESTATES, MATTERS.items()):
        for opening, text in zip(OPENINGS, texts, strict=True):
            subject = f"{opening.format(estate)}{text[:8]}"
            rows.append((f"{estate}{matter}", subject, f"城关区{estate}{text}，希望尽快处理。"))
        rows.append(rows[-1])
    rows += [("补贴", *pair) for pair in PLACELESS]
    rows += [(f"独{number}", *pair) for number, pair in enumerate(LONELY)]
    return rows
