"""Small history files: one good row, changed as a test wants, written as CSV."""

import csv
from io import StringIO
from pathlib import Path

from models.area import Area
from models.base import db
from models.category import Category
from models.department import Department
from models.vocabulary import AreaLevel, DepartmentKind

GOOD_ROW = {
    "工单编号": "LS201601010000001",
    "受理时间": "2016-01-01 01:45:51",
    "来源渠道": "电话",
    "诉求类型": "投诉",
    "诉求人": "张先生",
    "联系电话": "13912345678",
    "是否保密": "否",
    "标题": "饭店油烟扰民",
    "诉求内容": "来电人反映楼下饭店油烟扰民，希望尽快处理。",
    "诉求分类": "环境/大气/油烟",
    "区县": "东区",
    "街道": "河边街道",
    "详细地址": "河边街道26号",
    "紧急程度": "一般",
    "办理方式": "转办",
    "承办单位": "市环境局",
    "协办单位": "东区城管局",
    "派单时间": "2016-01-01 02:10:51",
    "签收时间": "2016-01-01 02:56:51",
    "首次联系时间": "2016-01-01 03:56:51",
    "退单次数": "0",
    "延期次数": "1",
    "重办次数": "0",
    "办结时限": "2016-01-08 01:45:51",
    "办结时间": "2016-01-05 09:10:51",
    "办理结果": "已核实处理并答复来电人",
    "回访时间": "2016-01-06 11:02:00",
    "是否联系": "是",
    "是否解决": "是",
    "办理结果满意度": "满意",
    "热线满意度": "非常满意",
}
OPEN = {"办结时间": "", "办理结果": "", "回访时间": "", "是否联系": "", "是否解决": "",
        "办理结果满意度": "", "热线满意度": ""}  # fmt: skip


def row(**changes: str) -> dict[str, str]:
    """Return the good row with changes."""
    return {**GOOD_ROW, **changes}


def as_csv(*rows: dict[str, str]) -> str:
    """Write rows, all with the same columns, as CSV text."""
    text = StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write(folder: Path, *rows: dict[str, str], encoding: str = "utf-8") -> Path:
    """Write rows into a file and return it."""
    file = folder / "history.csv"
    file.write_text(as_csv(*rows), encoding=encoding)
    return file


def make_reference() -> None:
    """Make the categories, units and places that the good row names."""
    branch = Category(code="1", name="环境", path="环境", level=1, is_leaf=False)
    db.session.add(branch)
    db.session.flush()
    group = Category(
        code="11",
        name="大气",
        path="环境/大气",
        level=2,
        parent_id=branch.id,
        branch_id=branch.id,
        is_leaf=False,
    )
    db.session.add(group)
    db.session.flush()
    db.session.add(
        Category(
            code="111", name="油烟", path="环境/大气/油烟", level=3, parent_id=group.id, branch_id=branch.id
        )
    )
    centre = Department(code="D0", name="热线中心", level=1, kind=DepartmentKind.CENTRE)
    city = Area(code="1", name="临水市", level=AreaLevel.CITY)
    db.session.add_all([centre, city])
    db.session.flush()
    district = Area(code="11", name="东区", level=AreaLevel.DISTRICT, parent_id=city.id)
    db.session.add(district)
    db.session.flush()
    district.district_id = district.id
    db.session.add_all(
        [
            Area(
                code="111",
                name="河边街道",
                level=AreaLevel.STREET,
                parent_id=district.id,
                district_id=district.id,
            ),
            Department(
                code="D1",
                name="临水市环境局",
                short_name="市环境局",
                level=2,
                kind=DepartmentKind.BUREAU,
                parent_id=centre.id,
            ),
            Department(
                code="D2", name="东区城管局", level=2, kind=DepartmentKind.BUREAU, parent_id=centre.id
            ),
        ]
    )
    db.session.commit()
