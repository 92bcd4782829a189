"""What is said of a step that opens nothing."""

from resident.accounts.actions.second_factor import Stepped
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Words

STEP_REFUSALS: dict[Stepped, Words] = {
    Stepped.WRONG: _l("These are not the digits. Look at the app again; its phone must have the right time."),
    Stepped.USED: _l("These digits were used already. Wait until the app shows the next ones."),
    Stepped.TOO_OFTEN: _l("That was too often. Please try again in an hour, or ask another administrator for help."),
    Stepped.TOO_LATE: _l("That took too long. Please begin anew."),
}
