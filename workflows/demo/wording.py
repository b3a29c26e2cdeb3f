"""What citizens say, in our own words: titles, texts and answers by matter, place and person (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from workflows.demo.town import Leaf

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文海燕晓东梅雪琴鹏飞"
ESTATES_BEGIN = (
    "锦绣",
    "阳光",
    "金河",
    "黄河",
    "雁苑",
    "天庆",
    "东方",
    "康乐",
    "和平",
    "福源",
    "瑞德",
    "南山",
    "安居",
    "丽景",
)
ESTATES_END = ("花园", "家园", "小区", "公寓", "新村", "佳苑", "雅苑")
SPOTS = (
    "{n}号", "{n}号楼下", "农贸市场门口", "公交站旁", "小学门前", "{e}{n}号楼{u}单元", "{e}门口", "{e}{n}号楼",
    "十字路口", "{n}号院", "沿街商铺前", "{e}北侧道路", "桥洞下", "医院对面", "{e}地下车库",
)  # fmt: skip
SINCE = (
    "已持续{d}天", "从{d}天前开始", "最近{w}周一直如此", "今天早上发现", "昨晚开始", "断断续续有{m}个月", "每天{h}点以后尤其明显",
    "已有{m}个月无人处理", "刚刚发生",
)  # fmt: skip
EFFECTS = (
    "影响周边居民正常生活", "过往行人和车辆很不方便", "家中有老人和孩子，十分担心", "多户居民都有同样情况",
    "多次反映一直没有结果", "存在安全隐患", "影响出行", "夜里无法休息", "造成一定损失",
)  # fmt: skip
WISHES = (
    "希望相关部门尽快核实处理", "请求尽快派人到现场查看", "希望给出明确答复和解决时间", "要求依法查处并反馈结果",
    "请协调解决", "希望加强日常巡查和管理",
)  # fmt: skip
# What is the matter, by words in the name of the leaf; a leaf without words of its own is named as it is.
DETAILS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("燃气泄漏",), ("楼道里能闻到明显气味，怀疑燃气泄漏", "厨房闻到气味，疑似燃气泄漏", "路面施工后闻到燃气泄漏的味道")),
    (("漏水爆管", "漏水损坏"), ("地下管道漏水，路面大面积积水", "阀门井不断往外冒水，漏水严重", "水管爆裂漏水，水流进地下室")),
    (("供热管道",), ("暖气管道漏水，热水从井盖处冒出", "楼内供热管道爆裂，楼道全是水")),
    (("渗漏",), ("顶层屋面下雨就漏水，墙皮脱落", "外墙渗漏，卧室墙面发霉漏水")),
    (("暖气不热", "停暖"), ("家中暖气不热，室温只有十四度", "暖气片只有上半截是热的，物业说是热力公司的问题", "整栋楼突然停暖")),
    (("停水",), ("没有接到通知突然停水", "整个小区停水，居民用水困难")),
    (("水压",), ("高层水压太低，热水器打不着火", "早晚高峰水压低，洗漱都困难")),
    (("自来水水质",), ("自来水发黄有异味，不敢饮用", "水龙头放出的水浑浊，有沉淀物")),
    (("停电",), ("突然停电没有通知", "一周内已经停电三次")),
    (("路灯",), ("整条路的路灯不亮，夜间漆黑一片", "路灯时亮时灭")),
    (("井盖",), ("井盖缺失，只用树枝挡着", "井盖破损下沉，车辆经过声音很大")),
    (("路面",), ("路面坑洼破损，雨天积水", "道路塌陷出一个大坑")),
    (("下水道",), ("污水井堵塞冒溢，臭味很大", "下水道返水，一楼住户家中进水")),
    (("广场舞",), ("广场舞音响声音过大，晚上十点还不停", "清晨六点就开始放音乐跳舞")),
    (("施工噪声", "夜间施工"), ("工地夜间施工，机器轰鸣无法入睡", "凌晨两点仍在浇筑混凝土")),
    (("噪声",), ("噪声扰民，影响休息", "设备运转声音很大，白天晚上都不停")),
    (("油烟",), ("饭店油烟直排，开窗就是油烟味", "烧烤店油烟扰民，没有安装净化设备")),
    (("扬尘",), ("工地没有覆盖，扬尘很大", "渣土车带泥上路，尘土飞扬")),
    (("垃圾",), ("垃圾堆积多日无人清运，气味难闻", "垃圾桶满溢，蚊蝇很多")),
    (("占道", "摊贩", "店外"), ("商贩占道经营，人行道无法通行", "店铺把货物摆到路面上")),
    (("停", "挪车", "挡道"), ("车辆乱停堵住出入口", "消防通道停满车辆", "停车收费没有公示标准")),
    (("电梯困人", "电梯维护"), ("电梯频繁故障，有人被困", "电梯停运半个月，老人上下楼困难")),
    (("物业",), ("物业服务不到位，公共区域卫生差", "物业收费不透明，要求公示账目")),
    (("工资",), ("拖欠二十多名工人三个月工资", "项目完工后工资一直没有结清，负责人不接电话")),
    (("退费", "预付卡"), ("商家关门，充值的会员卡无法退费", "缴费后要求退费，对方以各种理由拖延")),
    (("墙体裂缝", "沉降"), ("承重墙出现裂缝并不断变宽", "楼体倾斜，地面下沉")),
    (("招生", "入学", "入园"), ("孩子户籍与房产不一致，不清楚划到哪个学校", "已超过报名时间，询问能否补报")),
    (("公交",), ("公交车等候四十分钟没有来", "司机到站不停车，态度生硬")),
    (("信号灯",), ("路口信号灯不亮，车辆通行混乱", "绿灯时间太短，老人来不及过马路")),
    (("犬",), ("有人遛狗不牵绳，惊吓到孩子", "邻居养多只大型犬，叫声扰民")),
)  # fmt: skip
# Where a citizen wants something done by an office, and not something put right in the street.
SERVICES = frozenset(
    {
        "劳动社保", "教育", "医疗卫生", "民政福利", "自然资源规划", "商贸税务金融", "政务服务与行风", "文旅体育",
        "公安政法", "涉企营商环境", "三农", "其他",
    }
)  # fmt: skip
TROUBLES = ("存在{x}问题", "{x}问题突出", "反复出现{x}的情况")
SERVICE_TROUBLES = (
    "办理{x}多次往返，材料要求前后不一致", "反映{x}方面的问题后一直没有结果", "对{x}的答复不满意，认为政策没有落实",
    "在{x}方面遇到推诿，几个部门都说不归自己管",
)  # fmt: skip
QUESTIONS = (
    "咨询{x}问题向哪个部门反映", "询问之前反映的{x}问题处理到哪一步了", "咨询{x}有什么管理规定",
    "询问附近{x}的处理安排",
)  # fmt: skip
SERVICE_QUESTIONS = (
    "咨询{x}需要什么材料、到哪里办理", "咨询{x}的政策和办理时间", "询问{x}由哪个部门负责", "咨询{x}的办理条件和标准",
)  # fmt: skip
IDEAS = (
    "建议加强{x}方面的管理，增加人手和频次",
    "建议就{x}公开征求居民意见",
    "建议在{p}增设相关设施，改善{x}",
)
PRAISE = ("感谢工作人员及时处理{x}，态度热情", "来电表扬处理{x}的工作人员，解决得又快又好")
ANSWERS = (
    "已到现场核实，情况属实，现已处理完毕并答复来电人。", "已安排人员当日处理，来电人表示认可。",
    "经核查，问题已整改到位，后续将加强巡查。", "已与来电人联系说明情况，来电人表示理解。",
    "已责令责任单位限期整改，并向来电人反馈。", "经现场查看，已列入维修计划，先行采取临时措施。",
)  # fmt: skip
DIRECT_ANSWERS = (
    "已按政策规定答复来电人。", "已告知办理地点、材料和时间。", "已告知咨询电话和办理流程。", "已解释相关规定，来电人表示清楚。",
)  # fmt: skip
REFUSALS = (
    "已进入诉讼程序，告知通过司法途径解决。",
    "属信访复查复核事项，已引导。",
    "不属于本市管辖，已告知受理渠道。",
)


class Wording:
    """Finds words at random; everything comes from the one generator it was given."""

    def __init__(self, rng: Random) -> None:
        self._random = rng.random
        self._details: dict[int, Sequence[str]] = {}

    def one_of(self, words: Sequence[str]) -> str:
        """Return one of the words."""
        return words[int(self._random() * len(words))]

    def number(self, first: int, last: int) -> int:
        """Return a number from first to last."""
        return first + int(self._random() * (last - first + 1))

    def spot(self) -> str:
        """Return a place within a street."""
        estate = self.one_of(ESTATES_BEGIN) + self.one_of(ESTATES_END)
        spot = self.one_of(SPOTS)
        return spot.format(n=self.number(1, 480), u=self.number(1, 6), e=estate) if "{" in spot else spot

    def complaint(self, leaf: Leaf, where: str, spot: str) -> tuple[str, str]:
        """Return title and text of something that is wrong."""
        detail = self.one_of(self.details(leaf))
        since = self.one_of(SINCE).format(
            d=self.number(2, 30), w=self.number(1, 5), m=self.number(1, 8), h=self.number(19, 23)
        )
        text = f"来电人反映{where}{spot}{detail}，{since}，{self.one_of(EFFECTS)}，{self.one_of(WISHES)}。"
        return f"{where}{spot}{leaf.name}", text

    def question(self, leaf: Leaf) -> tuple[str, str]:
        """Return title and text of something a citizen wants to know."""
        asked = self.one_of(SERVICE_QUESTIONS if leaf.branch in SERVICES else QUESTIONS)
        return f"咨询{leaf.name}", f"来电人{asked.format(x=leaf.name)}，希望得到答复。"

    def idea(self, leaf: Leaf, where: str) -> tuple[str, str]:
        """Return title and text of a suggestion."""
        return f"关于{leaf.name}的建议", f"来电人{self.one_of(IDEAS).format(x=leaf.name, p=where)}。"

    def praise(self, leaf: Leaf) -> tuple[str, str]:
        """Return title and text of a citizen's thanks."""
        return f"感谢处理{leaf.name}", f"{self.one_of(PRAISE).format(x=leaf.name)}。"

    def details(self, leaf: Leaf) -> Sequence[str]:
        """Return what may be the matter with this leaf."""
        if leaf.id not in self._details:
            found = (details for words, details in DETAILS if any(word in leaf.name for word in words))
            self._details[leaf.id] = next(
                found, (f"存在{leaf.name}问题", f"{leaf.name}问题突出", f"反复出现{leaf.name}的情况")
            )
        return self._details[leaf.id]

    def name(self, caller: int) -> str:
        """Return a caller's name, the same for the same caller."""
        surname = SURNAMES[caller * 7 % len(SURNAMES)]
        if caller % 3:
            return surname + ("先生" if caller % 2 else "女士")
        return (
            surname + GIVEN[caller * 11 % len(GIVEN)] + (GIVEN[caller * 5 % len(GIVEN)] if caller % 2 else "")
        )


def phone(caller: int, area_code: str) -> str:
    """Return a caller's telephone number, the same for the same caller; most are mobile."""
    spread = caller * 48_271 % 99_999_989
    if caller % 13 == 0:
        return f"{area_code}{2_000_000 + spread % 7_000_000:07d}"
    return ("139", "138", "136", "150", "151", "189", "182", "177", "131", "156")[
        caller % 10
    ] + f"{spread:08d}"
