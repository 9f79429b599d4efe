# SPDX-License-Identifier: Apache-2.0
"""Identity papers: ID card and the register print-out of a degree."""

from tools.make_samples import ink
from tools.make_samples.canvas import Canvas, Colour
from tools.make_samples.cast import Person
from tools.make_samples.marks import box, glossary

A4 = (1240, 1754)
LABEL: Colour = (60, 110, 160)


def id_card_copy(person: Person, seed: int) -> Canvas:
    """Front and back of the card, copied onto one sheet."""
    page = Canvas(A4, glossary(person), seed)
    _front(page, person, 300, 240)
    _back(page, person, 300, 780)
    page.write(620, 1390, "（仅供职称申报使用，复印无效）", "song", 24, anchor="centre")
    return page


def id_card_front(person: Person, seed: int) -> Canvas:
    page = Canvas((860, 620), glossary(person), seed)
    _front(page, person, 110, 105)
    return page


def id_card_back(person: Person, seed: int) -> Canvas:
    page = Canvas((860, 620), glossary(person), seed)
    _back(page, person, 110, 105)
    return page


def _card(page: Canvas, x: int, y: int, tint: Colour) -> None:
    page.draw.rounded_rectangle(
        (x, y, x + 640, y + 404), 22, fill=tint, outline=(150, 160, 170), width=2
    )
    for step in range(0, 404, 12):
        wave = [(x + 8 + k * 16, y + step + 5 * ((k * 7 + step) % 3)) for k in range(40)]
        page.draw.line(wave, fill=(tint[0] - 9, tint[1] - 6, tint[2] - 3), width=1)


def _front(page: Canvas, person: Person, x: int, y: int) -> None:
    _card(page, x, y, (229, 238, 243))
    name = person.name if len(person.name) > 2 else "  ".join(person.name)
    fields = [("姓 名", name, 52), ("性 别", person.sex, 104), ("出 生", person.birthday, 156)]
    for label, value, below in fields:
        page.write(x + 36, y + below + 4, label, "hei", 19, LABEL)
        page.write(x + 118, y + below, value, "sans", 26 if label == "姓 名" else 23)
    page.write(x + 210, y + 108, "民 族", "hei", 19, LABEL)
    page.write(x + 288, y + 104, person.nation, "sans", 23)
    page.write(x + 36, y + 212, "住 址", "hei", 19, LABEL)
    page.paragraph(x + 118, y + 208, 290, person.address, "sans", 23, leading=1.45, indent=0)
    page.write(x + 36, y + 340, "公民身份号码", "hei", 19, LABEL)
    page.write(x + 205, y + 334, person.id_number, "sans-bold", 27)
    page.photo(x + 436, y + 60, 172, 214)
    if person.script_name:
        ink.script(page, x + 370, y + 6, person.script_name, 22)


def _back(page: Canvas, person: Person, x: int, y: int) -> None:
    _card(page, x, y, (236, 240, 232))
    page.draw.ellipse((x + 44, y + 44, x + 154, y + 154), outline=(196, 60, 40), width=5)
    page.draw.ellipse((x + 70, y + 70, x + 128, y + 128), fill=(214, 92, 60))
    page.write(x + 392, y + 48, "中华人民共和国", "serif-bold", 44, anchor="centre")
    page.write(x + 392, y + 118, "居 民 身 份 证", "serif-bold", 52, anchor="centre")
    page.write(x + 110, y + 276, "签发机关", "hei", 21)
    page.write(x + 216, y + 272, person.police, "sans", 24)
    page.write(x + 110, y + 330, "有效期限", "hei", 21)
    page.write(x + 216, y + 326, "2016.08.19-2036.08.19", "sans", 24)


def degree_register(person: Person, seed: int) -> Canvas:
    """A print-out of the register of degrees, with a code that leads back to it."""
    page = Canvas(A4, glossary(person), seed)
    page.write(620, 130, "教育部学历证书电子注册备案表", "hei", 42, (28, 74, 140), "centre")
    page.rule((120, 206), (1120, 206), ink=(28, 74, 140), width=3)
    page.write(1116, 222, "更新日期：2025年4月11日", "song", 22, anchor="right")
    page.photo(904, 290, 190, 248)
    rows = [
        ["姓名", person.name, "性别", person.sex],
        ["出生日期", person.birthday, "民族", person.nation + "族"],
        ["入学日期", "1998年9月1日", "毕（结）业日期", "2002年6月30日"],
        ["学历类别", "普通高等教育", "层次", "本科"],
        ["学制", "4年", "学习形式", "普通全日制"],
    ]
    bottom = page.table(130, 290, [150, 230, 180, 180], [66] * 5, rows, "song", 23)
    rows = [
        ["学校名称", "四川嘉陵水利大学"],
        ["专业", "水利水电工程"],
        ["证书编号", "109991200205004417"],
        ["校（院）长", "裴知远"],
    ]
    bottom = page.table(130, bottom, [150, 830], [66] * 4, rows, "song", 23)
    page.write(130, bottom + 60, "在线验证码", "hei", 24)
    page.write(290, bottom + 58, "A7K3 Q9TD 4WZX M2RU", "sans-bold", 26)
    payload = f"register:/verify?name={person.name}&code=A7K3Q9TD4WZXM2RU"
    ink.qr_code(page, 880, round(bottom + 50), 200, payload)
    page.note("optional", "other", "", "print", box(284, bottom + 52, 640, bottom + 100))
    notes = (
        "注意事项：1．备案表是依据学历证书电子注册信息生成的查询结果。2．可扫描右侧二维码在线核验。"
        "3．备案表内容验证有效期由报告权利人设置，过期须重新申请。"
    )
    page.paragraph(130, bottom + 150, 680, notes, "song", 21, indent=0)
    return page
