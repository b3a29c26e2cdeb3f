"""What the audit log's kinds, objects and fields are called on its page."""

from typing import Any

KINDS = {
    "sign_in": "登录",
    "sign_in_failed": "登录失败",
    "sign_out": "退出登录",
    "change_password": "设置密码",
    "unlock": "解除锁定",
    "create": "新增",
    "change": "修改",
    "disable": "停用",
    "enable": "恢复使用",
    "end": "终止",
    "remove": "移除",
    "load_city_pack": "载入城市包",
    "history.hand_in": "提交历史文件",
    "history.import": "导入历史工单",
    "import_work_days": "导入工作日历",
    "reveal_identity": "查看诉求人信息",
    "grant_identity": "授权查看诉求人信息",
    "withdraw_identity": "收回诉求人信息授权",
    "screen_pop": "来电弹屏",
    "export_report": "导出报表",
    "retry_notice": "重发通知",
    "retry_notices": "批量重发通知",
    "run_job": "执行任务",
    "dismiss_candidate": "候选不列入",
    "invite_to_meeting": "发出会议通知",
    "cancel_meeting": "取消会议",
    "hold_meeting": "登记会议召开",
    "issue_minutes": "印发会议纪要",
}
OBJECTS = {
    "user": "用户",
    "role": "角色",
    "department": "承办单位",
    "category": "事项分类",
    "area": "区划",
    "routing_rule": "派单目录",
    "ground": "理由",
    "hazard_word": "险情词",
    "quick_reply": "常用语",
    "supervision_trigger": "督办触发",
    "escalation_step": "逐级上报",
    "candidate_rule": "联席会议候选规则",
    "joint_meeting": "联席会议",
    "rule_pack_version": "规则包",
    "work_day": "工作日历",
    "city": "城市",
    "case": "工单",
    "report": "报表",
    "import": "历史导入",
    "job": "任务",
    "notice": "通知",
    "caller": "诉求人",
}
FIELDS = {
    "name": "名称",
    "full_name": "姓名",
    "title": "职务或标题",
    "phone": "手机",
    "mail": "电子邮箱",
    "department_id": "所属单位",
    "is_leader": "单位负责人",
    "is_duty_officer": "值班人员",
    "roles": "角色",
    "is_active": "在用",
    "must_change_password": "须修改密码",
    "code": "代码",
    "description": "说明",
    "permissions": "权限",
    "short_name": "简称",
    "initials": "拼音首字母",
    "parent_id": "上级",
    "level": "级别",
    "kind": "类别",
    "area_id": "区划",
    "official_order": "排序",
    "can_lead": "可以主办",
    "identity_visible": "可以查看诉求人信息",
    "leader_name": "负责人",
    "duty_phone": "值班电话",
    "duty_mail": "值班邮箱",
    "path": "路径",
    "branch_id": "一级分类",
    "district_id": "区县",
    "limit_class": "时限类别",
    "is_hazard": "安全隐患",
    "desk": "专席",
    "keywords": "关键词",
    "advice": "接线提示",
    "is_leaf": "末级",
    "is_retired": "已停用",
    "position": "排序",
    "valid_from": "生效",
    "valid_to": "失效",
    "category_id": "分类",
    "lead_id": "主办单位",
    "supporting_ids": "协办单位",
    "legal_basis": "依据",
    "source": "来源",
    "note": "说明",
    "precedent_case_number": "会商裁定工单",
    "basis": "依据",
    "explanation": "对诉求人的说明",
    "words": "词语",
    "urgency": "紧急程度",
    "say": "请接线员说",
    "do": "请接线员做",
    "body": "正文",
    "trigger": "条件",
    "criterion": "条件",
    "threshold": "阈值",
    "reply_limit": "回复时限",
    "immediate": "立即发出",
    "step": "级次",
    "after_minutes": "经过分钟",
    "tell": "通知",
    "label": "说明",
    "day": "日期",
    "is_workday": "上班",
    "level1": "一级标题字体",
    "level2": "二级标题字体",
}


def spoken(value: Any) -> str:
    """Return a value of a change as people read it."""
    if value is None or value == "":
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(spoken(part) for part in value) or "（空）"
    return str(value)


def spoken_changes(changes: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return changes as (field, before, after); what is not a pair is shown as what came after."""
    lines = []
    for name, pair in changes.items():
        before, after = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
        lines.append((FIELDS.get(name, name), spoken(before), spoken(after)))
    return lines
