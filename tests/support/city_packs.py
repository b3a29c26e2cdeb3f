"""A small city on disk, to be loaded, changed and broken by tests."""

from pathlib import Path

FILES = {
    "city.toml": """name = "临水市"
code = "990100"
hotline_name = "临水市12345热线"
number_prefix = "LS"
document_prefix = "临热线"
area_code = "0990"
""",
    "areas.csv": """code,parent_code,name,level,short_name,valid_from,valid_to
990100,,临水市,city,临水,2010-01-01,
990102,990100,河东区,district,河东,2010-01-01,
990102001,990102,长丰街道,街道乡镇,长丰,2010-01-01,
""",
    "departments.csv": (
        "code,parent_code,name,short_name,level,kind,area_code,can_lead,identity_visible,official_order\n"
        "D0,,临水市热线中心,热线中心,1,centre,990100,是,是,10\n"
        "B-CG,D0,临水市城市管理局,市城管局,2,bureau,990100,是,是,20\n"
        "Q-HD,D0,河东区人民政府,河东区,2,district,990102,是,否,30\n"
    ),
    "categories.csv": """code,parent_code,name,limit_class,is_hazard,desk,keywords,advice,retired
01,,城市管理,normal,否,,城管,,否
0101,01,市容秩序,normal,否,,市容,,否
010101,0101,占道经营,normal,否,,占道、摆摊,记清路段。,否
02,,公用事业,urgent,否,,,,否
0201,02,燃气泄漏,critical,是,,煤气味,,否
""",
    "dispatch_catalogue.csv": (
        "category_code,area_code,lead_code,supporting_codes,legal_basis,source,note,valid_from,valid_to\n"
        "01,,B-CG,,《条例》第四条,职责分工,,2015-01-01,\n"
        "0101,990102,Q-HD,B-CG;D0,,属地管理,,2015-01-01,2020-12-31\n"
        "0101,990102,B-CG,,,属地管理,,2021-01-01,\n"
    ),
    "hazard_words.csv": "words,category_code,urgency,say,do\n煤气味、漏气,0201,critical,请开窗。,立即派单\n",
    "grounds.csv": "kind,code,name,basis,explanation\nreturn,R1,非本单位职责,三定规定,\n",
    "quick_replies.csv": "code,kind,title,body\nQ1,opening,问候,您好，请讲。\n",
    "supervision_triggers.csv": (
        "code,name,trigger,threshold,level,reply_limit,immediate\nT1,超期,overdue,0,1,3wd,否\n"
    ),
    "joint_meeting_rules.csv": "code,name,criterion,threshold\nR1,退单两次,times_returned,2\n",
    "report_subjects.csv": "code,name,title,category_codes,signs\nwater,水质,水质专报,02,异味：臭、有味\n",
    "grid_classes.csv": "code,name\ncity,城市管理类\n",
    "addresses.csv": "area_code,name,kind,aliases\n990102001,长丰东路,道路,丰东路\n",
    "synonyms.csv": "words\n暖气、供暖\n",
    "tags.csv": "name\n媒体关注\n",
    "hot_topic_rules.csv": "code,name,category_code,callers,hours\nwater,停水,02,3,6\n",
    "escalation_ladder.csv": "step,after_minutes,tell,label\n1,5,duty_officer,值班员\n",
}


def write_pack(folder: Path, **changes: str | None) -> Path:
    """Write the small city; a file may be replaced (`areas_csv="..."`) or left out (None)."""
    folder.mkdir(parents=True, exist_ok=True)
    given = {name.replace("_csv", ".csv").replace("_toml", ".toml"): text for name, text in changes.items()}
    for name, text in {**FILES, **given}.items():
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8")
    return folder


def with_line(name: str, line: str) -> str:
    """Return a file of the small city with one more line."""
    return f"{FILES[name]}{line}\n"
