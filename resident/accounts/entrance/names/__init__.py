"""Display names: what people may be called in public, and what only an office or a colleague may."""

from resident.accounts.entrance.names.numbers import holds_number
from resident.accounts.entrance.names.offices import office_in
from resident.accounts.entrance.names.taken import whose_name
from resident.accounts.models import PersonRow
from resident.characters import BLANKS, normal, says
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Invalid
from resident.web.forms import one_line

LONGEST_NAME = 20
FIELD = "display_name"
NOTHING = dict.fromkeys(map(ord, BLANKS))
# What could pass for the mark that the app draws beside the names of staff: ticks, shields, seals and police.
MARKS = frozenset("✓✔☑✅🗸🗹🗳⍻√🛡🔰🏅🎖👮💂🚓🚔🏛⚖🪪📛Ⓥ🆗®™©℠㊣㊩㊞🈯🈺🏢🏣🏤🏥🏦🏪🏫🏬🏭📢📣🚨🚒🚑☎📞🆔🔵💼")


def normal_name(text: str | None) -> str:
    """A display name as it is kept: NFKC (full-width letters become ordinary ones), one line, nothing invisible."""
    return one_line(normal("NFKC", text or "", 4 * LONGEST_NAME).translate(NOTHING))


def is_official(name: str) -> bool:
    """Whether a name holds the name of an office or a body, however it is spelt, spaced or accented."""
    return bool(office_in(name))


def check_name(name: str, *, person: PersonRow | None = None) -> None:
    """Refuse a display name that is none, or by which somebody would be taken for somebody else.

    `person` is who wants it, where there is an account. Bodies and offices are not people (后台实名、前台自愿), nobody
    is called as staff of the own community are, and a telephone number in a name would go past every rule about
    telephone numbers. Raises Invalid, which says what exactly is refused.
    """
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Invalid(FIELD, _l("A name has 1 to %(most)d characters.", most=LONGEST_NAME))
    if not says(name):
        raise Invalid(FIELD, _l("A name needs at least one letter, character or digit."))
    if sign := next((sign for sign in name if sign in MARKS), ""):
        raise Invalid(
            FIELD, _("“%(sign)s” looks like a mark of the community's staff. Please leave it out.", sign=sign)
        )
    if holds_number(name):
        raise Invalid(FIELD, _l("Please leave telephone numbers out of your name: everybody can read it."))
    if office := office_in(name):
        raise Invalid(
            FIELD,
            _(
                "“%(word)s” belongs to an office or a body, so neighbours could take you for it. "
                "Please choose another name, such as Auntie Li.",
                word=office,
            ),
        )
    if whose_name(name, person):
        raise Invalid(
            FIELD,
            _l("Somebody who works for the community, or a body here, has this name. Please add something to yours."),
        )
