"""The gallery's pages: a list, an intake form, a case, figures; under the house's own content policy."""

import calendar
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import jinja2
from flask import Flask, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect, FlaskForm
from werkzeug.serving import make_server
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from config import ROOT
from hotline.menu import Place
from hotline.security import CONTENT_SECURITY_POLICY
from hotline.templating import asset, drawn

MATTERS = [
    SelectChoice("1", "供水 › 管网 › 漏水", {"data-initials": "gs gw ls"}),
    SelectChoice("2", "燃气 › 安全 › 燃气泄漏", {"data-initials": "rq aq rqxl"}),
    SelectChoice("3", "环境卫生 › 垃圾 › 清运不及时", {"data-initials": "hjws lj qybjs"}),
]
MENU = (
    (
        "工作",
        (
            Place("工作列表", "/list", (), key="q", icon="inbox"),
            Place("受理登记", "/intake", (), key="i"),
        ),
    ),
)


class IntakeForm(FlaskForm):  # type: ignore[misc]
    """Every kind of field the house uses."""

    draft_id = HiddenField()
    phone = StringField("联系电话", [DataRequired("请填写联系电话")], description="手机或座机")
    kind = RadioField(
        "诉求类型",
        [DataRequired("请选择诉求类型")],
        choices=[SelectChoice("help", "求助"), SelectChoice("complaint", "投诉")],
    )
    matter = SelectField(
        "事项分类", [DataRequired("请选择事项分类")], choices=[SelectChoice("", ""), *MATTERS]
    )
    happened_on = DateField("发生日期", [Optional()])
    district = SelectField(
        "区县", choices=[SelectChoice("", "请选择"), SelectChoice("1", "东区"), SelectChoice("2", "西区")]
    )
    street = SelectField("街道", choices=[SelectChoice("", "请先选择上一级")])
    title = StringField("标题", [DataRequired("请填写标题"), Length(max=100)])
    text = TextAreaField("诉求内容", [DataRequired("请填写诉求内容"), Length(max=5000)])
    people = IntegerField("涉及人数", [Optional()])
    wants_reply = BooleanField("要求回复")
    marks = SelectMultipleField(
        "风险标签",
        choices=[SelectChoice("safety", "人身安全"), SelectChoice("group", "群体")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def case_rows(count: int) -> list[dict[str, Any]]:
    """Return rows of a worklist."""
    lamps = [("overdue", "2 天"), ("due_soon", "3 小时"), ("in_time", "4 个工作日")]
    return [
        {
            "id": n,
            "number": f"2611220000{n:02d}",
            "title": "路面积水无人处理",
            "lamp": lamps[n % 3],
            "tone": "bad",
        }
        for n in range(count)
    ]


def make_gallery() -> Flask:
    """Build the gallery; `app.seen` keeps what was posted to it."""
    app = Flask(__name__, static_folder=str(ROOT / "hotline" / "static"))
    app.jinja_loader = jinja2.FileSystemLoader(  # type: ignore[assignment]
        [str(Path(__file__).parent / "templates"), str(ROOT / "hotline" / "templates")]
    )
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.globals.update(asset=asset, drawn=drawn)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.config.update(SECRET_KEY="gallery", WTF_I18N_ENABLED=False)
    app.config["SEEN"] = {"posts": [], "alarms": [], "rings": threading.Event()}
    CSRFProtect(app)
    app.after_request(_add_policy)
    app.context_processor(lambda: _frame(app))
    _add_pages(app)
    _add_answers(app)
    return app


def _add_policy(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response


def _frame(app: Flask) -> dict[str, Any]:
    return {
        "menu": MENU,
        "menu_place": MENU[0][1][1],
        "menu_url": lambda place: place.endpoint,
        "hotline_name": "测试市热线",
        "user_name": "王明",
        "user_unit": "派单组",
        "sign_out_url": "/sign-out",
        "go_url": "/list",
        "inbox_url": "/list",
        "inbox_count_url": "/bell",
        "unread_count": 2,
        "alarms_url": "/alarms",
        "events_url": "/events",
        "alarms": app.config["SEEN"]["alarms"],
    }


def _add_pages(app: Flask) -> None:
    @app.get("/list")
    def show_list() -> ResponseReturnValue:
        return render_template("list.html", rows=case_rows(int(request.args.get("rows", 6))))

    @app.route("/intake", methods=["GET", "POST"])
    def intake() -> ResponseReturnValue:
        form = IntakeForm()
        if form.validate_on_submit():
            app.config["SEEN"]["posts"].append(request.form["title"])
            return redirect("/list", code=303)
        return render_template("intake.html", form=form), 422 if form.errors else 200

    @app.get("/case")
    def show_case() -> ResponseReturnValue:
        month = calendar.Calendar(0).monthdatescalendar(2026, 10)
        marks = {date(2026, 10, 1): {"label": "国庆节", "tone": "rest", "url": "/list"}}
        return render_template("case.html", events=list(range(14)), month=month, marks=marks)

    @app.get("/figures")
    def show_figures() -> ResponseReturnValue:
        return render_template("figures.html")

    @app.get("/public")
    def show_public() -> ResponseReturnValue:
        return render_template("public.html")


def _add_answers(app: Flask) -> None:
    seen = app.config["SEEN"]

    @app.post("/draft")
    def save_draft() -> ResponseReturnValue:
        seen["draft"] = request.form["phone"]
        return "", 204, {"X-Draft-Id": "7"}

    @app.get("/streets")
    def streets() -> ResponseReturnValue:
        return f'<option value="">请选择</option><option value="9">{request.args["parent"]}号街道</option>'

    @app.get("/bell")
    def bell() -> ResponseReturnValue:
        return render_template("_bell.html", unread_count=5)

    @app.get("/alarms")
    def alarms() -> ResponseReturnValue:
        return render_template("_alarms.html")

    @app.post("/alarms/take")
    def take() -> ResponseReturnValue:
        seen["alarms"].clear()
        return redirect("/list", code=303)

    @app.post("/toast")
    def toast() -> ResponseReturnValue:
        return "", 204, {"HX-Trigger": '{"toast": {"text": "\\u5df2\\u7b7e\\u6536"}}'}

    @app.get("/events")
    def events() -> ResponseReturnValue:
        def stream() -> Iterator[str]:
            yield "retry: 500\n\n"
            if seen["rings"].wait(20):
                yield "event: alarm\ndata: look\n\n"

        return Response(stream(), mimetype="text/event-stream")


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the gallery from a thread; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        app.config["SEEN"]["rings"].set()
        server.shutdown()
        thread.join(5)
        server.server_close()
