"""What the committee tells everybody: many notices, where there was one text."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0059"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WIDEST = {"zh_Hans": 60, "en": 120}  # of a title
UNNAMED = {"zh_Hans": "居委会公告", "en": "Notice of the committee"}
ENDS = "。！？!?\n"
COMMUNITY = sa.table(
    "community",
    sa.column("id", BIG),
    sa.column("notice", sa.JSON()),
    sa.column("notice_at", sa.DateTime(timezone=True)),
    sa.column("created_at", sa.DateTime(timezone=True)),
)
NOTICE = sa.table(
    "notice",
    *(sa.column(name, BIG) for name in ("id", "community_id", "version")),
    *(sa.column(name, sa.JSON()) for name in ("title", "body", "grid_ids", "building_ids")),
    *(sa.column(name, sa.DateTime(timezone=True)) for name in ("published_at", "withdrawn_at")),
    sa.column("is_pinned", sa.Boolean()),
)


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("organization_id", BIG, nullable=True),
        sa.Column("author_id", BIG, nullable=True),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("grid_ids", sa.JSON(), nullable=False),
        sa.Column("building_ids", sa.JSON(), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("month", sa.String(length=7), nullable=True),
        sa.Column("figures", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(month IS NULL) = (figures IS NULL)", name=op.f("ck_notice_month_page")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_notice_author_id_person")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_notice_community_id_community")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_notice_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("community_id", "month", name=op.f("uq_notice_community_id_month")),
    )
    op.create_index("ix_notice_published", "notice", ["community_id", "published_at", "id"])
    op.create_index(op.f("ix_notice_author_id"), "notice", ["author_id"])
    _take_over()
    op.drop_column("community", "notice_at")
    op.drop_column("community", "notice")


def downgrade() -> None:
    op.add_column("community", sa.Column("notice", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("community", sa.Column("notice_at", sa.DateTime(timezone=True), nullable=True))
    newest = sa.select(NOTICE).where(NOTICE.c.withdrawn_at.is_(None)).order_by(NOTICE.c.is_pinned, NOTICE.c.id)
    for notice in op.get_bind().execute(newest).all():
        text = {code: _whole(notice.title.get(code), notice.body.get(code)) for code in UNNAMED}
        values = {"notice": text, "notice_at": notice.published_at}
        op.execute(sa.update(COMMUNITY).where(COMMUNITY.c.id == notice.community_id).values(values))
    op.drop_index(op.f("ix_notice_author_id"), table_name="notice")
    op.drop_index("ix_notice_published", table_name="notice")
    op.drop_table("notice")


def _take_over() -> None:
    """The one text of each community becomes its first notice, at the top."""
    for community in op.get_bind().execute(sa.select(COMMUNITY)).all():
        texts = {code: words for code, words in (community.notice or {}).items() if words and code in UNNAMED}
        if not texts:
            continue
        parts = {code: _parts(words.strip(), code) for code, words in texts.items()}
        values: dict[str, Any] = {
            "community_id": community.id,
            "title": {code: parts[code][0] if code in parts else "" for code in UNNAMED},
            "body": {code: parts[code][1] if code in parts else "" for code in UNNAMED},
            "grid_ids": [],
            "building_ids": [],
            "is_pinned": True,
            "published_at": community.notice_at or community.created_at,
            "version": 1,
        }
        op.execute(sa.insert(NOTICE).values(values))


def _parts(words: str, code: str) -> tuple[str, str]:
    """Its first sentence as the title and the rest; a text that begins with a long one gets a title of ours."""
    ends = [at for at, sign in enumerate(words) if sign in ENDS or words[at : at + 2] == ". "]
    first = words[: ends[0] + 1] if ends else words
    if len(first.strip()) > WIDEST[code]:
        return UNNAMED[code], words
    return first.strip().rstrip("。."), words[len(first) :].strip()


def _whole(title: str | None, body: str | None) -> str:
    return "\n".join(part for part in (title, body) if part)
