"""A service record is never deleted, and of what it says nothing is changed (MCA order 67): only its state moves on."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SAID = "community_id, shift_id, person_id, minutes, how, reason, proposed_by_id, proposed_at, corrects_id"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for when in ("DELETE", f"UPDATE OF {SAID}"):
            op.execute(
                f"CREATE TRIGGER service_record_no_{when.split()[0].lower()} BEFORE {when} ON service_record "
                "BEGIN SELECT RAISE(ABORT, 'service records are corrected by further ones'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION service_records_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
        "'service records are corrected by further ones' USING ERRCODE = 'restrict_violation'; END $$"
    )
    for when in ("DELETE", f"UPDATE OF {SAID}"):
        op.execute(
            f"CREATE TRIGGER service_record_no_{when.split()[0].lower()} BEFORE {when} ON service_record "
            "FOR EACH ROW EXECUTE FUNCTION service_records_stay()"
        )


def downgrade() -> None:
    on_table = "" if op.get_bind().dialect.name == "sqlite" else " ON service_record"
    for change in ("delete", "update"):
        op.execute(f"DROP TRIGGER service_record_no_{change}{on_table}")
    if on_table:
        op.execute("DROP FUNCTION service_records_stay()")
