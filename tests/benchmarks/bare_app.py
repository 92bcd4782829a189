"""What the same frameworks do at the least: one query, one template with twenty rows; and one row written.

Everything the app is measured beside. Served by the same web server, on the same database.
"""

import os
from datetime import UTC, datetime

from flask import Flask, redirect, render_template
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from sqlalchemy import String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Bare</title><link rel="stylesheet" href="/app.css"></head>
<body><main><h1>Rows</h1><ul>
{% for row in rows %}<li><a href="/rows/{{ row.id }}">
<span class="plate">{{ row.place }}</span>
<b>{{ row.title }}</b> <i>{{ row.state }}</i>
<small>{{ row.at.strftime('%Y-%m-%d') }} · {{ row.supports }} supports</small></a></li>
{% endfor %}</ul></main></body></html>
"""

app = Flask(__name__)
app.jinja_loader = DictLoader({"rows.html": PAGE})  # compiled once, like every template
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["BARE_DATABASE_URL"]
db = SQLAlchemy(app)


class Row(db.Model):  # type: ignore[name-defined]
    """One row of the list."""

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    supports: Mapped[int]


with app.app_context():
    if db.engine.dialect.name == "sqlite":

        @event.listens_for(db.engine, "connect")
        def _durable(connection, _record):
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000"):
                connection.execute(f"PRAGMA {pragma}")


def new_row(number: int) -> Row:
    """A row like all others."""
    return Row(
        title=f"小区东门路灯不亮 {number}",
        body="晚上很黑，老人走路不方便。" * 10,
        place="3栋",
        state="to_assign",
        at=datetime.now(UTC).replace(tzinfo=None),
        supports=number % 50,
    )


def fill(count: int) -> None:
    """Make the table with so many rows."""
    with app.app_context():
        db.create_all()
        db.session.add_all([new_row(number) for number in range(count)])
        db.session.commit()


@app.get("/")
def rows():
    """One query, twenty rows."""
    latest = db.select(Row).order_by(Row.id.desc()).limit(20)
    return render_template("rows.html", rows=db.session.scalars(latest))


@app.post("/")
def write():
    """One row, one commit."""
    db.session().info["writing"] = True  # the server has brought Resident's watch over unannounced changes along
    db.session.add(new_row(1))
    db.session.commit()
    return redirect("/", 303)
