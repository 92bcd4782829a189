"""Display names that would be taken for an office's, a body's or a colleague's; and people's names, which are free."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypinyin import lazy_pinyin

from resident.accounts.actions import rename
from resident.accounts.entrance.names import check_name, normal_name, office_in
from resident.accounts.entrance.names.numbers import holds_number
from resident.accounts.models import PersonRow
from resident.communities.models import Role, RoleGrant
from resident.db import db, transaction
from resident.organizations.models import MemberRole
from resident.web.errors import Invalid, Later
from tests.accounts.conftest import AtOnce
from tests.conftest import Clock
from tests.makers.accounts import make_person
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.organizations import make_member, make_organization

SignIn = Callable[[int], FlaskClient]
FAMILIES = "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕管官党居纪季龚司文"
GIVEN = (
    "建国",
    "秀英",
    "丽媛",
    "晓彤",
    "明",
    "伟",
    "书霁",
    "安宁",
    "政",
    "晓明",
    "文娟",
    "卫东",
    "桂兰",
    "子涵",
    "会英",
)
NICKNAMES = (
    *(
        "桂花妈妈",
        "三栋的猫",
        "文中共享",
        "小城管家",
        "家政协会的刘姐",
        "班主任妈妈",
        "读书记事",
        "城市长大",
        "社区长者",
        "小委",
    ),
    *(
        "邻居委托人",
        "世纪委托",
        "五官方正",
        "何公安宁",
        "中共同的朋友",
        "时间管理大师",
        "公孙安",
        "张师傅",
        "阿珍",
        "🌸花花",
    ),
    *(
        "Emma",
        "O'Brien",
        "Amin",
        "Armin",
        "Adin",
        "Stafford",
        "Hector",
        "Guan Liyuan",
        "Ivan Петров",
        "Polina",
        "Modric",
    ),
    *(
        "Adriana",
        "Yasmin",
        "Auntie Li",
        "Liyuan Guan",
        "Zheng Fu",
        "Badminton",
        "Mayer",
        "Ada Min",
        "Mood",
        "Anna-Maria",
        "小W",
        "阿Ken",
        "王 敏",
        "Li 1985",
        "福满楼",
        "一楼李奶奶",
        "老王头",
        "乐乐爸",
        "官小雨",
        "何店长",
    ),
)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("社区书记", "社区书记"),
        ("官方客服", "官方客服"),
        ("系统消息", "系统消息"),
        ("物业经理", "物业经理"),
        ("桂花社区物业经理", "物业经理"),
        ("Admin", "admin"),
        ("居萎会", "居委会"),
        ("⾏政", "行政"),
        ("管理貝", "管理员"),
        ("書記", "书记"),
        ("Moderater", "moderator"),
        ("桂花居萎会", "居委会"),
        ("居a委a会", "居委会"),
        ("官 方 客 服", "官方客服"),
        ("官方容服", "官方"),
        ("关方克服", "官方客服"),
        ("本小区管理贝", "管理员"),
        ("管里员", "管理员"),
        ("綱格員", "网格员"),
        ("党支布", "党支部"),
        ("李书记", "书记"),
        ("王主任", "主任"),
        ("juweihui", "居委会"),
        ("ＡＤＭＩＮ", "admin"),
        ("Аdmin", "admin"),
        ("adm1n", "admin"),
        ("admin2026", "admin"),
        ("SuperAdmin", "admin"),
        ("the system", "system"),
        ("Administraters", "administrator"),
        ("guan li yuan", "管理员"),
        ("guan-li_yuan", "管理员"),
        ("guǎn lǐ yuán", "管理员"),
        ("she qu shu ji", "社区书记"),
        ("guan理员", "管理员"),
        ("居w会", "居委会"),
        ("李书ji", "书记"),
        ("Modera-ter", "moderator"),
        ("mo de ra tor", "moderator"),
        ("m0d3r4t0r", "moderator"),
        ("MODERATOOR", "moderator"),
        ("Addmin", "admin"),
        ("aadmmiinn", "admin"),
        ("a.d.m.i.n", "admin"),
        ("2026admin", "admin"),
        ("4dmin", "admin"),
        ("a̶d̶m̶i̶n̶", "admin"),
        ("🅰🅳🅼🅸🅽", "admin"),
        ("ᴀᴅᴍɪɴ", "admin"),
        ("Моdеrаtоr", "moderator"),
        ("po lice", "police"),
        ("comittee", "committee"),
        ("jing cha", "警察"),
    ],
)
def test_a_name_of_an_office_is_found_however_it_is_written(name: str, word: str) -> None:
    assert office_in(name) == word


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("社区居委身边人", "居委"),
        ("居委实习", "居委实习"),
        ("客服服务台", "客服"),
        ("客服务中心", "客服"),
        ("管理员工作号", "管理员"),
        ("派出所有事找我", "派出所"),
        ("政协会议", "政协"),
        ("所长大人", "所长"),
        ("官方正版", "官方"),
        ("社区支书", "支书"),
        ("李 物业", "物业"),
        ("王警官", "警官"),
        ("物业电工", "物业电工"),
        ("街道干部小李", "街道干部"),
        ("系統小秘書", "系统小秘书"),
        ("平台助手", "平台助手"),
        ("社区办", "社区办"),
        ("12345热线", "热线"),
        ("国家电网", "电网"),
        ("疾控中心", "疾控"),
        ("已认证李", "认证"),
        ("人民正府", "政府"),
        ("政附", "政府"),
        ("管理元", "管理员"),
        ("Адmin", "admin"),
        ("Администратор", "администратор"),
        ("xitong", "系统"),
        ("Grid worker", "grid worker"),
        ("SocialWorker", "social worker"),
        ("Officer Wang", "officer"),
        ("Customer care", "customer care"),
        ("frontdesk", "front desk"),
        ("City Mayor", "mayor"),
        ("李(社区)", "社区"),
        ("李（物业）", "物业"),
        ("李 [工作]", "工作"),
        ("李「物业」", "物业"),
        ("李 · 值班", "值班"),
        ("李 · Worker", "worker"),
        ("李 (team)", "team"),
    ],
)
def test_what_stands_beside_an_office_or_makes_a_badge_of_it_hides_nothing(name: str, word: str) -> None:
    assert office_in(normal_name(name)) == word


@pytest.mark.parametrize(
    "name",
    [
        *("王格媛", "管立远", "管丽媛", "官方正", "易官方", "官芳", "王政福", "何公安宁", "Steve Root", "Maya Mayor"),
        *(
            "System of a Down",
            "顾客服装店",
            "邻居委婉",
            "居民警惕",
            "业主任意",
            "社区长大的孩子",
            "王 (爱猫)",
            "李-小龙",
        ),
        *("旅游局外人", "一支书签", "城市府邸", "出版主张", "Дарья"),
    ],
)
def test_words_that_only_share_pieces_with_an_office_are_free(name: str) -> None:
    assert office_in(normal_name(name)) == ""


def test_more_than_five_hundred_names_of_people_are_free() -> None:
    names = [family + given for family in FAMILIES for given in GIVEN]
    assert len(names) > 500
    assert [name for name in (*names, *NICKNAMES) if office_in(name) or holds_number(name)] == []


def test_names_of_people_in_pinyin_are_free() -> None:
    spelt = [" ".join("".join(lazy_pinyin(part)).title() for part in (f, g)) for f in FAMILIES for g in GIVEN]
    assert [name for name in spelt if office_in(name)] == []


@pytest.mark.parametrize(
    "name",
    [
        *(
            "小王13800000001",
            "138-0000-0001",
            "１３８００００００００１",
            "一三八零零零零零零零一",
            "幺三八〇〇〇〇〇〇〇一",
        ),
        *("①③⑧⓪⓪⓪⓪⓪⓪⓪①", "138a0000b0001", "l38ooooooo1", "88000018", "壹叁捌零零零零零零零壹"),
    ],
)
def test_a_telephone_number_is_no_part_of_a_name(app: Flask, name: str) -> None:
    assert holds_number(name)
    with app.app_context(), pytest.raises(Invalid):
        check_name(name)


@pytest.mark.parametrize("name", ["li19850312", "3栋2单元502", "二〇二六年的雪", "三五七", "No. 502"])
def test_a_year_a_birthday_and_a_door_are_none(name: str) -> None:
    assert not holds_number(name)


@pytest.mark.parametrize("name", ["王敏✓", "王敏✔️", "🛡王敏", "王敏 ☑", "👮王敏", "李🏢", "李📢", "李🆔", "王敏℠"])
def test_what_looks_like_the_mark_of_staff_is_refused(app: Flask, name: str) -> None:
    with app.app_context(), pytest.raises(Invalid):
        check_name(name)


def test_the_refusal_says_which_word(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "zh"}), pytest.raises(Invalid) as refused:
        check_name("桂花居萎会")
    assert "“居委会”" in str(refused.value.message)


@pytest.mark.parametrize("name", ["沈丽", "沈麗", " 沈 丽 ", "沈·丽", "桂花志愿队", "osmanthus TEAM", "赵秀英"])
def test_nobody_is_called_as_a_colleague_or_a_body_of_the_own_community(session: None, name: str) -> None:
    community = make_community()
    make_staff(community, Role.MODERATOR, "沈丽")
    make_member(make_organization(community), MemberRole.CLERK)
    with pytest.raises(Invalid):
        rename(by=make_resident(community), display_name=name)
    rename(by=make_resident(make_community()), display_name=name)


def test_somebody_who_works_there_keeps_the_own_name_and_it_is_free_once_the_role_has_ended(
    session: None, clock: Clock
) -> None:
    community = make_community()
    worker, resident = make_staff(community, Role.WORKER, "沈丽"), make_resident(community)
    rename(by=worker, display_name="沈 丽")
    assert worker.display_name == "沈 丽"
    for grant in worker_roles(worker):
        grant.ended_at = clock()
    rename(by=resident, display_name="沈丽")
    assert resident.display_name == "沈丽"


def worker_roles(worker: PersonRow) -> list[RoleGrant]:
    return list(db.session.scalars(db.select(RoleGrant).filter_by(person_id=worker.id)))


def test_a_name_stays_for_a_week(app: Flask, sign_in: SignIn, clock: Clock) -> None:
    with app.app_context(), transaction():
        make_community("guihua")
        person_id = make_person("李阿姨").id
    browser = sign_in(person_id)
    assert browser.post("/me/settings", data={"display_name": "李奶奶"}).status_code == 303
    assert browser.post("/me/settings", data={"display_name": "李奶奶"}).status_code == 303  # nothing changes
    clock.advance(days=6, hours=23)
    refused = browser.post("/me/settings", data={"display_name": "李大姐"}, headers={"Accept-Language": "en"})
    assert refused.status_code == 429
    assert 'value="李大姐"' in refused.text
    assert "9 March 9:00" in refused.text or "today 9:00" in refused.text or "tomorrow 9:00" in refused.text
    clock.advance(hours=2)
    assert browser.post("/me/settings", data={"display_name": "李大姐"}).status_code == 303


def test_a_refused_name_does_not_use_up_the_week(session: None) -> None:
    person = make_resident(make_community())
    with pytest.raises(Invalid):
        rename(by=person, display_name="居委会")
    rename(by=person, display_name="李奶奶")
    with pytest.raises(Later):
        rename(by=person, display_name="李大姐")


def test_two_at_once_change_it_once(app: Flask, at_once: AtOnce) -> None:
    with app.app_context(), transaction():
        person_id = make_person("李阿姨").id
    names = iter(["李奶奶", "李大姐"])

    def _rename() -> str:
        try:
            rename(by=db.session.get_one(PersonRow, person_id), display_name=next(names))
        except Later:
            return "later"
        return "renamed"

    assert sorted(at_once(2, _rename)) == ["later", "renamed"]
