"""When a job is due, in words (执行周期): what the cron fields of THE table of jobs say to people."""

WEEKDAYS = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "一二三四五六日", strict=True))


def schedule_in_words(when: str) -> str:
    """Say in Chinese when the job is due: 每 10 秒, 每天 08:00, 周一至周五 08:00; the fields where that is hard."""
    fields = when.split()
    second = fields.pop(0) if len(fields) == 6 else "0"
    minute, hour, day, month, weekday = fields
    if [hour, day, month, weekday] == ["*"] * 4:
        return repeated(second, minute) or when
    days = days_in_words(day, month, weekday)
    if not days or not (minute.isdigit() and second == "0"):
        return when
    if hour == "*":
        return f"{days}每小时第 {minute} 分"
    return f"{days} {int(hour):02}:{int(minute):02}" if hour.isdigit() else when


def repeated(second: str, minute: str) -> str:
    """Say how often within an hour, or nothing where it is not regular."""
    for field, unit in ((second, "秒"), (minute, "分钟")):
        if field == "*":
            return f"每{unit}"
        if field.startswith("*/"):
            return f"每 {field[2:]} {unit}"
    return f"每小时第 {minute} 分" if minute.isdigit() else ""


def days_in_words(day: str, month: str, weekday: str) -> str:
    """Say on which days, or nothing where the fields are mixed."""
    first, _, last = month.partition("-")
    months = "" if month == "*" else f"{first} 至 {last} 月" if last else f"{first} 月"
    if day == "*" and weekday == "*":
        return months + "每天"
    if day == "*":
        begin, _, end = weekday.partition("-")
        if not {begin, end or begin} <= set(WEEKDAYS):
            return ""
        return months + (f"周{WEEKDAYS[begin]}" + (f"至周{WEEKDAYS[end]}" if end else ""))
    return f"{months or '每月'} {day} 日" if weekday == "*" and day.isdigit() else ""
