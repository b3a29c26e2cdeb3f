"""Every closed set of the domain with its Chinese label: states, actions, channels, roles, permissions ..."""

from dataclasses import dataclass
from enum import StrEnum


class Labelled(StrEnum):
    """An enum whose value is stored and whose label is shown."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Labelled":
        """Make the member a str of its value, and remember its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Kind(Labelled):
    """What a citizen wants (诉求类型)."""

    SUGGESTION = "suggestion", "建议"
    INQUIRY = "inquiry", "咨询"
    COMPLAINT = "complaint", "投诉"
    HELP = "help", "求助"
    THANKS = "thanks", "感谢"
    REPORT = "report", "举报"


class Channel(Labelled):
    """How a case came in (来源渠道)."""

    PHONE = "phone", "电话"
    WEB = "web", "网站"
    WECHAT = "wechat", "微信"
    APP = "app", "客户端"
    SMS = "sms", "短信"
    MAIL = "mail", "邮件"
    LETTER = "letter", "信函"
    VISIT = "visit", "来访"
    GRID = "grid", "网格"
    POLICE = "police", "110转办"
    SUPERIOR = "superior", "上级转办"
    PETITION = "petition", "信访转办"
    LEADER = "leader", "领导信箱"
    PEOPLES_NET = "peoples_net", "人民网留言"
    OTHER = "other", "其他"


class Urgency(Labelled):
    """How pressing a case is (紧急程度)."""

    CRITICAL = "critical", "特急"
    URGENT = "urgent", "紧急"
    NORMAL = "normal", "一般"
    COMPLEX = "complex", "疑难"


class LimitClass(Labelled):
    """How pressing the matters of a category are (时限类别)."""

    CRITICAL = "critical", "生命财产类"
    URGENT = "urgent", "民生保障类"
    NORMAL = "normal", "普通类"


class Confidentiality(Labelled):
    """Who may know the caller (保密方式)."""

    OPEN = "open", "公开"
    CONFIDENTIAL = "confidential", "保密"
    ANONYMOUS = "anonymous", "匿名"


class CoordinateSystem(Labelled):
    """By which system a point on the map is given (坐标系); the two lie some hundred metres apart."""

    GCJ02 = "gcj02", "GCJ-02（高德、腾讯地图）"
    WGS84 = "wgs84", "WGS-84（GPS、天地图）"


class Handling(Labelled):
    """What became of a case at intake (办理方式)."""

    DIRECT = "direct", "直接答复"
    DISPATCHED = "dispatched", "转办"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    PENDING = "pending", "待定"


class Desk(Labelled):
    """A desk whose cases only its own people see (专席)."""

    PSYCH = "psych", "心理援助专席"
    YOUTH = "youth", "青少年专席"


class CaseState(Labelled):
    """Where a case stands (工单状态)."""

    AWAITING_COMPLETION = "awaiting_completion", "待补充"
    PENDING_REVIEW = "pending_review", "待审核"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    DISPATCHED = "dispatched", "待签收"
    RETURN_PENDING = "return_pending", "退单待审"
    PANEL_PENDING = "panel_pending", "退单待裁定"
    HANDLING = "handling", "办理中"
    REDO = "redo", "重办中"
    REPLIED = "replied", "待审结"
    FOLLOW_UP = "follow_up", "待回访"
    CLOSED = "closed", "已办结"
    DEFERRED = "deferred", "挂账"
    TERMINATED = "terminated", "终止办理"
    MERGED = "merged", "已并单"


FINAL_STATES = frozenset({CaseState.NOT_ACCEPTED, CaseState.CLOSED, CaseState.TERMINATED, CaseState.MERGED})


class Action(Labelled):
    """A step that may be taken on a case; its label is what the button says."""

    ANSWER_DIRECTLY = "answer_directly", "直接答复"
    SUBMIT = "submit", "提交派单"
    SEND_BACK_TO_AGENT = "send_back_to_agent", "退回补充"
    CORRECT = "correct", "更正分类与属地"
    NOT_ACCEPT = "not_accept", "不予受理"
    MERGE = "merge", "并单"
    UNMERGE = "unmerge", "撤销并单"
    DISPATCH = "dispatch", "派单"
    RECALL_DISPATCH = "recall_dispatch", "撤回派单"
    ADD_SUPPORTING = "add_supporting", "加派协办"
    SIGN_FOR = "sign_for", "签收"
    SEND_BACK = "send_back", "退单"
    ACCEPT_RETURN = "accept_return", "同意退单并改派"
    REJECT_RETURN = "reject_return", "驳回退单"
    RULE_BY_PANEL = "rule_by_panel", "会商裁定"
    RECORD_CONTACT = "record_contact", "登记首次联系"
    RESPOND = "respond", "登记响应"
    NOTE_PROGRESS = "note_progress", "办理进展"
    PASS_DOWN = "pass_down", "下派"
    SUPPORT_REPLY = "support_reply", "分办回复"
    REPLY = "reply", "回复办结"
    RETURN_REPLY = "return_reply", "审核退回"
    APPROVE_REPLY = "approve_reply", "审核通过"
    ATTEMPT_FOLLOW_UP = "attempt_follow_up", "登记回访"
    CLOSE = "close", "办结"
    REDO = "redo", "重办"
    REOPEN = "reopen", "重启"
    REQUEST_EXTENSION = "request_extension", "申请延期"
    DECIDE_EXTENSION = "decide_extension", "审批延期"
    REQUEST_DEFERRAL = "request_deferral", "申请挂账"
    DECIDE_DEFERRAL = "decide_deferral", "审批挂账"
    RESUME = "resume", "恢复办理"
    REQUEST_TERMINATION = "request_termination", "申请终止"
    DECIDE_TERMINATION = "decide_termination", "审批终止"
    DECIDE_NON_ACCEPTANCE = "decide_non_acceptance", "审批不予受理"
    REQUEST_EXCLUSION = "request_exclusion", "申请甄别剔除"
    DECIDE_EXCLUSION = "decide_exclusion", "审核甄别剔除"
    WITHDRAW_REQUEST = "withdraw_request", "撤回申请"
    REMIND = "remind", "催办"
    ORDER_SUPERVISION = "order_supervision", "督办"
    REPLY_SUPERVISION = "reply_supervision", "回复督办"
    CONFIRM_SUPERVISION = "confirm_supervision", "督办销号"
    RETURN_SUPERVISION = "return_supervision", "督办退回再办"
    RAISE_CARD = "raise_card", "亮牌"
    ESCALATE = "escalate", "逐级上报"
    TAKE_HAZARD = "take_hazard", "接手险情"
    DECIDE_BY_MEETING = "decide_by_meeting", "联席会议决定"
    REPORT_TO_MEETING = "report_to_meeting", "议定事项进展"
    IMPORT = "import", "历史导入"
    RECOUNT_CLOCK = "recount_clock", "时限重算"
    RATE = "rate", "群众评价"
    ADD_CALL = "add_call", "补充来电"
    TAKE_ON = "take_on", "领取"
    HAND_OVER = "hand_over", "交给同事"
    GIVE_BACK = "give_back", "放回待领"
    FOLLOW_MASTER = "follow_master", "随主单答复"
    TAG = "tag", "加标签"
    UNTAG = "untag", "去标签"
    JOIN_INCIDENT = "join_incident", "归入事件"
    LEAVE_INCIDENT = "leave_incident", "移出事件"


class AssignmentRole(Labelled):
    """A department's part in a case."""

    LEAD = "lead", "主办"
    SUPPORTING = "supporting", "协办"
    PASSED_DOWN = "passed_down", "下派"
    COPIED = "copied", "抄送"


class AssignmentState(Labelled):
    """How far a department is with its part."""

    SENT = "sent", "待签收"
    SIGNED = "signed", "办理中"
    REPLIED = "replied", "已回复"
    SENT_BACK = "sent_back", "已退回"
    ENDED = "ended", "已结束"


OPEN_ASSIGNMENTS = (AssignmentState.SENT, AssignmentState.SIGNED)


class ClockKind(Labelled):
    """What a clock measures (时限种类)."""

    REVIEW = "review", "审核派单"
    COMPLETION = "completion", "补充"
    SIGN = "sign", "签收"
    RESPOND = "respond", "响应"
    CONTACT = "contact", "首次联系"
    FIRST_REPORT = "first_report", "首报"
    FEEDBACK = "feedback", "办结"
    REDO = "redo", "重办"
    RETURN_DECISION = "return_decision", "退单审核"
    REPLY_REVIEW = "reply_review", "回复审核"
    FOLLOW_UP = "follow_up", "回访"
    DEFERRAL = "deferral", "挂账复查"
    SUPERVISION = "supervision", "督办"


class LimitUnit(Labelled):
    """What a time limit is counted in (时限单位)."""

    MINUTE = "min", "分钟"
    HOUR = "h", "小时"
    WORKING_HOUR = "wh", "个工作小时"
    DAY = "d", "个自然日"
    WORKING_DAY = "wd", "个工作日"


class CountFrom(Labelled):
    """From which day the days of a limit are counted (起算方式)."""

    RECEIPT = "receipt", "当日起算"
    NEXT_DAY = "next_day", "次日起算"


class ClockStart(Labelled):
    """What starts a department's clocks (计时起点): dispatch, never signing, which would reward not signing."""

    DISPATCHED = "dispatched", "派单"


class FirstSteps(Labelled):
    """Whether signing, contact, response and first report may wait for office hours (计时方式)."""

    NATURAL = "natural", "自然时间"
    WORKING = "working", "工作时间"


class ReturnNeed(Labelled):
    """What a department must give when it sends a case back (退单要件)."""

    REASON = "reason", "退单理由"
    BASIS = "basis", "依据"
    PROPOSED_DEPARTMENT = "proposed_department", "建议承办单位"
    EVIDENCE = "evidence", "佐证材料"


class SecondReturn(Labelled):
    """Who decides when a case is sent back a second time (再次退单)."""

    PANEL = "panel", "会商裁定"
    APPROVER = "approver", "原审批人"


class AfterRedo(Labelled):
    """What follows when a case has been redone as often as allowed (重办用尽)."""

    SUPERVISE = "supervise", "转督办"
    CLOSE = "close", "附理由办结"


class Unrated(Labelled):
    """How a case counts whose caller gave no rating; never as satisfied (未评价)."""

    EXCLUDED = "excluded", "不计入"
    DISSATISFIED = "dissatisfied", "计为不满意"


class Rounding(Labelled):
    """How a published figure is rounded (修约)."""

    HALF_UP = "half_up", "四舍五入"
    HALF_EVEN = "half_even", "四舍六入五成双"


class Light(Labelled):
    """How near a clock is to its end (时限灯)."""

    IN_TIME = "in_time", "正常"
    DUE_SOON = "due_soon", "临期"
    OVERDUE = "overdue", "超期"


class RequestKind(Labelled):
    """What may be asked for and must be decided by another (申请事项)."""

    RETURN = "return", "退单"
    EXTENSION = "extension", "延期"
    DEFERRAL = "deferral", "挂账"
    TERMINATION = "termination", "终止办理"
    NON_ACCEPTANCE = "non_acceptance", "不予受理"
    EXCLUSION = "exclusion", "甄别剔除"


class RequestState(Labelled):
    """Where a request stands."""

    PENDING = "pending", "待审"
    FIRST_APPROVED = "first_approved", "初审通过"
    APPROVED = "approved", "同意"
    REJECTED = "rejected", "驳回"
    WITHDRAWN = "withdrawn", "已撤回"


class SupervisionKind(Labelled):
    """The instrument of supervision (督办方式)."""

    REMINDER = "reminder", "催办"
    YELLOW_CARD = "yellow_card", "黄牌"
    RED_CARD = "red_card", "红牌"
    ORDER = "order", "督办单"


class SupervisionLevel(Labelled):
    """The rung of the supervision ladder (督办级别)."""

    REMINDER = "0", "提醒"
    WRITTEN = "1", "书面催办"
    CRITICISM = "2", "通报批评"
    ORDER = "3", "督办"
    LISTED = "4", "挂牌约谈"
    TRANSFER = "5", "移送督查"


class SupervisionState(Labelled):
    """Where a supervision stands."""

    OPEN = "open", "待回复"
    REPLIED = "replied", "待确认"
    CONFIRMED = "confirmed", "已销号"


class OrderAge(Labelled):
    """How long ago an open supervision order was issued (督办天数)."""

    FRESH = "fresh", "3 天以内"
    DAYS = "days", "3 至 7 天"
    WEEK = "week", "7 至 15 天"
    LONG = "long", "15 天以上"


class OverdueBand(Labelled):
    """How long work has been overdue (超期时长)."""

    SHORT = "short", "1 个工作日以内"
    DAYS = "days", "1 至 5 个工作日"
    LONG = "long", "5 个工作日以上"


class Trigger(Labelled):
    """What starts supervision by itself (督办触发条件)."""

    HAZARD = "hazard", "安全隐患"
    DUE_SOON = "due_soon", "临期"
    OVERDUE = "overdue", "超期"
    OVERDUE_WORKING_DAYS = "overdue_working_days", "超期工作日"
    REDONE_TIMES = "redone_times", "重办次数"
    RETURN_TIMES = "return_times", "退单次数"
    SAME_MATTER_CALLERS = "same_matter_callers", "同一事项来电人数"
    DEFERRAL_MISSED = "deferral_missed", "挂账到期未办"
    LEADER_INSTRUCTION = "leader_instruction", "领导批示"
    MEETING_ACTION_OVERDUE = "meeting_action_overdue", "联席会议事项超期"
    MANUAL = "manual", "人工发起"


class Criterion(Labelled):
    """What makes a case one for a joint meeting (联席会议候选条件)."""

    DEPARTMENTS_INVOLVED = "departments_involved", "涉及单位数"
    TIMES_RETURNED = "times_returned", "退单次数"
    RETURN_RULED_BY_PANEL = "return_ruled_by_panel", "退单经会商裁定"
    TIMES_REDONE = "times_redone", "重办次数"
    SAME_MATTER_CALLERS = "same_matter_callers", "同一事项来电人数"
    HOT_TOPIC_CALLERS = "hot_topic_callers", "热点事项来电人数"
    INCIDENT_CALLERS = "incident_callers", "事件来电人数"
    SAME_CALLER_REPEATS = "same_caller_repeats", "同一来电人反映次数"
    OVERDUE_WORKING_DAYS = "overdue_working_days", "超期工作日"
    DEFERRAL_MISSED = "deferral_missed", "挂账到期未办"
    LEADER_INSTRUCTION = "leader_instruction", "领导批示"


class MeetingKind(Labelled):
    """What sort of joint meeting it is (会议类型)."""

    REGULAR = "regular", "例会"
    SPECIAL = "special", "专题会议"


class MeetingState(Labelled):
    """How far a joint meeting is (会议状态)."""

    PREPARING = "preparing", "筹备中"
    INVITED = "invited", "已通知"
    HELD = "held", "已召开"
    MINUTED = "minuted", "已印发纪要"
    CANCELLED = "cancelled", "已取消"


class TopicState(Labelled):
    """Where a topic of a joint meeting stands (议题状态)."""

    POOLED = "pooled", "待上会"
    ON_AGENDA = "on_agenda", "已列入议程"
    DECIDED = "decided", "已决定"
    PUT_OFF = "put_off", "暂缓决定"
    DROPPED = "dropped", "已撤下"


class Stance(Labelled):
    """What a department says to a proposal beforehand (会前意见)."""

    AGREE = "agree", "同意"
    DISAGREE = "disagree", "不同意"
    OTHER = "other", "另有意见"


class SeatReply(Labelled):
    """How a department answers an invitation (参会回执)."""

    YES = "yes", "参加"
    SUBSTITUTE = "substitute", "派员替会"
    NO = "no", "不能参加"


class ActionState(Labelled):
    """How far what a meeting decided is done (落实状态)."""

    NOT_STARTED = "not_started", "未启动"
    UNDER_WAY = "under_way", "推进中"
    DONE = "done", "已完成"
    STRIKE_ASKED = "strike_asked", "申请销号"
    STRUCK_OFF = "struck_off", "已销号"


class Rung(Labelled):
    """Whom an unsigned hazard is told to (逐级上报对象)."""

    DUTY_OFFICER = "duty_officer", "承办单位值班员"
    DEPARTMENT_LEADER = "department_leader", "承办单位负责人"
    PARENT_LEADER = "parent_leader", "上级单位负责人"
    SUPERVISOR = "supervisor", "督办主管"
    CENTRE_HEAD = "centre_head", "中心主任"


class ExportState(Labelled):
    """Where an export of a list stands (导出状态)."""

    WAITING = "waiting", "排队中"
    RUNNING = "running", "生成中"
    DONE = "done", "可下载"
    FAILED = "failed", "未完成"
    EXPIRED = "expired", "已过期"


class Rating(Labelled):
    """How satisfied the citizen is; five grades of the national good-bad review."""

    VERY_SATISFIED = "5", "非常满意"
    SATISFIED = "4", "满意"
    BASICALLY_SATISFIED = "3", "基本满意"
    DISSATISFIED = "2", "不满意"
    VERY_DISSATISFIED = "1", "非常不满意"


class FollowUpOutcome(Labelled):
    """How an attempt to ask the citizen ended (回访结果)."""

    RATED = "rated", "已评价"
    REFUSED = "refused", "拒绝评价"
    NO_ANSWER = "no_answer", "无人接听"
    WRONG_NUMBER = "wrong_number", "号码错误"
    INVALID_NUMBER = "invalid_number", "空号停机"
    DO_NOT_CALL = "do_not_call", "要求勿扰"
    OTHER = "other", "其他"


class Solved(Labelled):
    """Whether the matter is solved."""

    YES = "yes", "已解决"
    PARTLY = "partly", "部分解决"
    NO = "no", "未解决"


class ContactOutcome(Labelled):
    """Whether the department reached the caller."""

    REACHED = "reached", "已联系"
    UNREACHED = "unreached", "未联系上"
    NOT_NEEDED = "not_needed", "无需联系"


class NoticeChannel(Labelled):
    """How a notice travels."""

    INBOX = "inbox", "站内信"
    SMS = "sms", "短信"
    MAIL = "mail", "邮件"
    WEBHOOK = "webhook", "接口推送"


class NoticeState(Labelled):
    """Where a notice stands in the outbox."""

    WAITING = "waiting", "待发送"
    SENT = "sent", "已送达"
    FAILED = "failed", "发送失败"
    READ = "read", "已读"


class Audience(Labelled):
    """To whom a step matters (通知对象)."""

    LEAD = "lead", "主办单位"
    LEADERS = "leaders", "主办单位负责人"
    DUTY = "duty", "主办单位值班员"
    HELPERS = "helpers", "协办与下派单位"
    COPIED = "copied", "抄送单位"
    ADDRESSED = "addressed", "对象单位"
    ADDRESSED_LEADERS = "addressed_leaders", "对象单位负责人"
    AGENT = "agent", "登记人"
    PANEL = "panel", "会商裁定人"
    SUPERVISORS = "supervisors", "督办人员"
    EXTENSION_DESK = "extension_desk", "延期审批人"
    DEFERRAL_DESK = "deferral_desk", "挂账审批人"
    TERMINATION_DESK = "termination_desk", "终止审批人"
    EXCLUSION_DESK = "exclusion_desk", "甄别初审人"
    CITIZEN = "citizen", "诉求人"
    SYSTEM = "system", "对接系统"


class AreaLevel(Labelled):
    """The size of an area (区划级别)."""

    CITY = "city", "市"
    DISTRICT = "district", "区县"
    STREET = "street", "街道乡镇"
    COMMUNITY = "community", "社区村"
    GRID = "grid", "网格"


class DepartmentKind(Labelled):
    """What sort of unit a department is (单位类别)."""

    CENTRE = "centre", "热线中心"
    BUREAU = "bureau", "市直部门"
    DISTRICT = "district", "区县政府"
    UTILITY = "utility", "公共服务企业"
    STREET = "street", "街道乡镇"


class Cohort(Labelled):
    """Which cases a figure of a period is counted over (统计口径)."""

    RECEIVED = "received", "受理口径"
    DUE = "due", "应办结口径"
    MEETING = "meeting", "联席会议口径"
    GRID = "grid", "网格口径"
    HAPPENED = "happened", "发生口径"


class Dimension(Labelled):
    """By what the figures of a day are kept apart (统计维度)."""

    ALL = "all", "全部"
    DEPARTMENT = "department", "承办单位"
    BRANCH = "branch", "事项大类"
    CATEGORY = "category", "事项分类"
    DISTRICT = "district", "区县"
    CHANNEL = "channel", "来源渠道"
    KIND = "kind", "诉求类型"
    URGENCY = "urgency", "紧急程度"
    HOUR = "hour", "受理时段"
    GRID_CLASS = "grid_class", "网格事件类别"


# Events of the grid are no cases.
CASES_BY = tuple(dimension for dimension in Dimension if dimension is not Dimension.GRID_CLASS)


class RowsBy(Labelled):
    """What a report template has a row for each of (报表模板的行)."""

    DEPARTMENT = "department", "承办单位"
    UNIT_KIND = "unit_kind", "单位类别"
    BRANCH = "branch", "事项大类"
    CATEGORY = "category", "事项分类"
    DISTRICT = "district", "区县"
    CHANNEL = "channel", "来源渠道"
    KIND = "kind", "诉求类型"
    CALL_CLASS = "call_class", "话务类别"
    SEAT_CLASS = "seat_class", "座席类别"


class RowGroups(Labelled):
    """Into which tables a report template parts its rows (报表模板的分组)."""

    NONE = "none", "不分组"
    TIER = "tier", "按应办结数分档"
    UNIT_KIND = "unit_kind", "按单位类别"
    BRANCH = "branch", "按事项大类"


class EntrySubject(Labelled):
    """Of whom a figure is entered by hand (填报对象)."""

    ALL = "all", "全市"
    DEPARTMENT = "department", "承办单位"
    DISTRICT = "district", "区县"
    CALL_CLASS = "call_class", "话务类别"
    SEAT_CLASS = "seat_class", "座席类别"


class EntryGrain(Labelled):
    """For how long a time a figure is entered (填报周期)."""

    DAY = "day", "日"
    MONTH = "month", "月"
    YEAR = "year", "年"


class EntrySum(Labelled):
    """How the entries of a longer period make one number (汇总方式)."""

    TOTAL = "total", "各期相加"
    MOST = "most", "各期最大"
    LATEST = "latest", "取最近一期"
    MEAN = "mean", "各期平均"


class ColumnShows(Labelled):
    """What a column of a report template shows of its figure (栏目内容)."""

    VALUE = "value", "本期数"
    SHARE = "share", "占比"
    GROWTH = "growth", "环比"
    YEARLY_GROWTH = "yearly_growth", "同比"


class GridStanding(Labelled):
    """How far an event of the grid is (网格事件状态)."""

    OPEN = "open", "未处置"
    ESCALATED = "escalated", "上报未处置"
    PROCESSED = "processed", "已处置"


class IssueState(Labelled):
    """Where an issue of a report stands."""

    DRAFT = "draft", "草稿"
    OBJECTION = "objection", "异议期"
    PUBLISHED = "published", "已发布"
    CORRECTED = "corrected", "已更正"
    WITHDRAWN = "withdrawn", "已作废"


class IssueFileKind(Labelled):
    """What a file kept with an issue is."""

    XLSX = "xlsx", "Excel 文件"
    DOCX = "docx", "Word 文件"
    PDF = "pdf", "PDF 文件"
    CASES = "cases", "工单数据"


class Permission(Labelled):
    """A single thing that may be allowed; code asks for these and never for a role."""

    VIEW_CASES = "view_cases", "查看工单"
    VIEW_ALL_CASES = "view_all_cases", "查看全部单位工单"
    VIEW_PSYCH = "view_psych", "查看心理援助工单"
    VIEW_YOUTH = "view_youth", "查看青少年工单"
    HANDLE_DESK_CASE = "handle_desk_case", "承办专席工单"
    REGISTER_CASE = "register_case", "受理登记"
    REVIEW_CASE = "review_case", "审核派单"
    CORRECT_CASE = "correct_case", "更正分类与属地"
    DECIDE_RETURN = "decide_return", "审批退单"
    RULE_BY_PANEL = "rule_by_panel", "会商裁定"
    HANDLE_CASE = "handle_case", "承办工单"
    REVIEW_REPLY = "review_reply", "审核回复"
    FOLLOW_UP = "follow_up", "回访"
    REQUEST = "request", "提出申请"
    DECIDE_EXTENSION = "decide_extension", "审批延期"
    DECIDE_SECOND_EXTENSION = "decide_second_extension", "审批再次延期"
    DECIDE_DEFERRAL = "decide_deferral", "审批挂账"
    DECIDE_TERMINATION = "decide_termination", "审批终止与不予受理"
    FIRST_REVIEW_EXCLUSION = "first_review_exclusion", "甄别初审"
    FINAL_REVIEW_EXCLUSION = "final_review_exclusion", "甄别终审"
    REMIND = "remind", "催办"
    SUPERVISE = "supervise", "督办"
    REPLY_SUPERVISION = "reply_supervision", "回复督办"
    REVEAL_IDENTITY = "reveal_identity", "查看诉求人信息"
    REOPEN_CASE = "reopen_case", "重启工单"
    CONVENE_MEETING = "convene_meeting", "召集联席会议"
    VIEW_MEETINGS = "view_meetings", "查看联席会议"
    GIVE_OPINION = "give_opinion", "提交会议意见与落实情况"
    WRITE_KNOWLEDGE = "write_knowledge", "维护知识"
    REVIEW_KNOWLEDGE = "review_knowledge", "审核知识"
    POST_NOTICE = "post_notice", "发布公告"
    SHARE_TEXTS = "share_texts", "共享常用语和宏"
    VIEW_DASHBOARD = "view_dashboard", "查看指挥大屏"
    VIEW_TOPICS = "view_topics", "查看热点"
    MAKE_INCIDENT = "make_incident", "归并事件"
    VIEW_REPORTS = "view_reports", "查看统计报表"
    ENTER_FIGURES = "enter_figures", "填报指标"
    MANAGE_REPORTS = "manage_reports", "管理报表模板与计划"
    EXPORT_CASES = "export_cases", "导出工单"
    SHARE_VIEWS = "share_views", "共享视图"
    MAKE_REPORTS = "make_reports", "编制报告"
    PUBLISH_REPORTS = "publish_reports", "签发报告"
    READ_ISSUES = "read_issues", "查阅报送的报告"
    RECORD_GRID = "record_grid", "登记网格事件"
    IMPORT_HISTORY = "import_history", "导入历史工单"
    MANAGE_USERS = "manage_users", "管理用户与角色"
    MANAGE_REFERENCE = "manage_reference", "管理分类区划单位与派单目录"
    MANAGE_RULES = "manage_rules", "管理规则与工作日历"
    MANAGE_ROUTING = "manage_routing", "管理分派模型"
    VIEW_JOBS = "view_jobs", "查看计划任务"
    RUN_JOBS = "run_jobs", "执行计划任务"
    VIEW_OUTBOX = "view_outbox", "查看通知发送"
    VIEW_AUDIT = "view_audit", "查看审计日志"
    WATCH_CALLS = "watch_calls", "监看与接管通话"
    LISTEN_RECORDING = "listen_recording", "调听录音"
    DECIDE_CALLER_FLAG = "decide_caller_flag", "审批骚扰标记"
    MANAGE_TELEPHONE = "manage_telephone", "管理电话接入"


@dataclass(frozen=True)
class CaseScope:
    """The part of all cases that a user may see.

    department_ids: None for every department's, else only cases these have a part in.
    desks: the confidential desks whose cases are included, whoever has a part in them.
    own_desks: the desks whose cases are included where one of the departments has a part.
    """

    department_ids: frozenset[int] | None = None
    desks: frozenset[Desk] = frozenset()
    own_desks: frozenset[Desk] = frozenset()
