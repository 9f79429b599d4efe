# SPDX-License-Identifier: Apache-2.0
"""Certificates: diploma, degree, further education, honours, teacher's licence, appointment."""

from tools.make_samples import ink
from tools.make_samples.canvas import RED, Canvas, Colour
from tools.make_samples.cast import Person
from tools.make_samples.identity import A4
from tools.make_samples.marks import glossary

WIDE = (1654, 1170)
CREAM: Colour = (252, 247, 230)


def _bordered(person: Person, seed: int, edge: Colour, paper: Colour = CREAM) -> Canvas:
    page = Canvas(WIDE, glossary(person), seed, paper)
    for inset, width in ((34, 12), (56, 3), (66, 1)):
        page.draw.rectangle((inset, inset, WIDE[0] - inset, WIDE[1] - inset), outline=edge, width=width)
    for x in range(90, WIDE[0] - 90, 38):
        for y in (45, WIDE[1] - 52):
            page.draw.ellipse((x, y, x + 8, y + 8), fill=edge)
    return page


def diploma(person: Person, seed: int) -> Canvas:
    page = _bordered(person, seed, (176, 142, 70))
    page.write(827, 120, "普通高等学校", "serif", 40, anchor="centre")
    page.write(827, 186, "毕 业 证 书", "serif-bold", 84, RED, "centre")
    page.photo(180, 340, 230, 310)
    story = (
        f"学生{person.name}，性别{person.sex}，一九八四年六月十七日生，于二〇〇二年九月至二〇〇六年六月在本校"
        f"{person.subject}工程专业四年制本科学习，修完教学计划规定的全部课程，成绩合格，准予毕业。"
    )
    page.paragraph(480, 350, 1000, story, "kai", 40, 1.8)
    page.write(190, 830, "证书编号：113999200605002716", "song", 26)
    page.write(190, 880, "查询网址：见证书背面", "song", 26)
    page.write(930, 800, "校  名：浙江澜江理工学院", "kai", 36)
    page.write(930, 870, "校（院）长：", "kai", 36)
    ink.handwriting(page, 1150, 868, "顾怀瑾", 44, "signature")
    page.write(930, 950, "二〇〇六年六月三十日", "kai", 36)
    ink.seal(page, 1240, 890, 116, "浙江澜江理工学院")
    return page


def degree(person: Person, seed: int) -> Canvas:
    page = _bordered(person, seed, (120, 44, 52), (250, 249, 244))
    page.write(827, 130, "工程硕士学位证书", "serif-bold", 66, (110, 30, 40), "centre")
    page.photo(1250, 280, 220, 300)
    spaced = " ".join(person.name)
    story = (
        f"{spaced}，{person.sex}，1979年11月3日生。在我校水利工程领域学习，已通过硕士学位的课程考试和论文答辩，"
        "成绩合格。根据《中华人民共和国学位条例》的规定，授予工程硕士学位。"
    )
    page.paragraph(190, 310, 990, story, "kai", 38, 1.85)
    page.write(190, 780, "四川嘉陵水利大学", "serif", 36)
    page.write(190, 850, "学位评定委员会主席：裴知远", "serif", 32)
    page.write(190, 920, "证书编号：Z109992011400127", "song", 26)
    page.write(190, 966, "二〇一一年十二月二十日", "song", 28)
    ink.seal(page, 640, 830, 112, "四川嘉陵水利大学")
    return page


def honour(person: Person, seed: int, name: str, deed: str, giver: str, rank: str) -> Canvas:
    """A 荣誉证书; `giver` puts its seal, the applicant's own unit or another body."""
    page = _bordered(person, seed, (206, 166, 62), (254, 243, 222))
    page.write(827, 150, "荣 誉 证 书", "serif-bold", 104, RED, "centre")
    page.write(220, 390, f"{name} 同志：", "kai", 46)
    page.paragraph(220, 480, 1210, deed, "kai", 44, 1.7)
    page.write(827, 720, rank, "serif-bold", 60, RED, "centre")
    page.write(1130, 890, giver, "kai", 36, anchor="centre")
    page.write(1130, 950, "2022年1月18日", "kai", 34, anchor="centre")
    ink.seal(page, 1140, 915, 118, giver)
    return page


def further_education(person: Person, seed: int) -> Canvas:
    page = Canvas(A4, glossary(person), seed, (247, 251, 254))
    page.draw.rectangle((50, 50, 1190, 1704), outline=(64, 120, 170), width=6)
    page.draw.rectangle((64, 64, 1176, 1690), outline=(64, 120, 170), width=1)
    page.write(620, 170, "专业技术人员继续教育", "sans-bold", 48, (30, 80, 140), "centre")
    page.write(620, 250, "公需科目合格证书", "sans-bold", 58, (30, 80, 140), "centre")
    page.photo(520, 380, 200, 262)
    lines = [
        f"姓    名：{person.name}",
        f"证件号码：{person.id_number}",
        f"工作单位：{person.unit}",
        "学习年度：2023年度",
        "学习科目：新质生产力与现代水网建设",
        "完成学时：公需科目 36 学时",
    ]
    for number, line in enumerate(lines):
        page.write(270, 720 + number * 74, line, "sans", 34)
    page.paragraph(200, 1200, 860, "经考核，成绩合格，特发此证。本证书信息可扫码核验。", "sans", 30)
    ink.qr_code(page, 200, 1380, 170, f"ce:/cert?id={person.id_number}&n={person.name}&y=2023")
    page.write(830, 1420, "全国继续教育公共服务平台", "sans", 30, anchor="centre")
    page.write(830, 1480, "2023年11月30日", "sans", 30, anchor="centre")
    ink.seal(page, 840, 1440, 112, "全国继续教育公共服务平台")
    return page


def teacher_licence(person: Person, seed: int) -> Canvas:
    page = Canvas(WIDE, glossary(person), seed, (246, 250, 243))
    page.rule((827, 60), (827, 1110), ink=(180, 190, 170), width=2)
    page.write(414, 110, "教师资格证书", "serif-bold", 56, (30, 90, 60), "centre")
    page.photo(300, 240, 230, 300)
    page.write(414, 600, "（持证人照片骑缝盖章有效）", "song", 24, anchor="centre")
    page.write(414, 720, "中华人民共和国教育部监制", "song", 28, anchor="centre")
    ink.seal(page, 520, 520, 100, "塔城地区教育局", "认定专用")
    rows = [
        ("姓    名", person.name.replace("·", "•")),
        ("性    别", person.sex),
        ("民    族", person.nation + "族"),
        ("身份证号", person.id_number),
        ("资格种类", "初级中学教师资格"),
        ("任教学科", person.subject),
        ("证书号码", "20106542032000417"),
        ("认定机构", "塔城地区教育局"),
    ]
    for number, (label, value) in enumerate(rows):
        page.write(900, 190 + number * 100, label, "song", 32)
        page.write(1070, 186 + number * 100, value, "kai", 36)
        page.rule((1060, 236 + number * 100), (1560, 236 + number * 100), width=1)
    return page


def bilingual(person: Person, seed: int) -> Canvas:
    """A certificate in Uyghur above and Chinese below."""
    page = _bordered(person, seed, (40, 130, 116), (250, 252, 246))
    ink.script(page, 1080, 110, "شەرەپ گۇۋاھنامىسى", 60, RED)
    ink.script(page, 1450, 240, f"{person.script_name} يولداش:", 38)
    ink.script(
        page, 1380, 320, "2019 يىللىق ئوقۇتۇش مۇسابىقىسىدە بىرىنچى دەرىجىلىك مۇكاپاتقا ئېرىشتى.", 36
    )
    page.rule((200, 440), (1454, 440), ink=(40, 130, 116), width=2)
    page.write(827, 470, "荣誉证书", "serif-bold", 66, RED, "centre")
    page.write(220, 600, f"{person.name}同志：", "kai", 40)
    deed = "在二〇一九年塔城地区中学数学优质课竞赛中荣获一等奖，特发此证，以资鼓励。"
    page.paragraph(220, 670, 1200, deed, "kai", 40, 1.7)
    page.write(1170, 890, "塔城地区教育局", "kai", 36, anchor="centre")
    page.write(1170, 950, "二〇一九年十月", "kai", 34, anchor="centre")
    ink.seal(page, 1180, 910, 112, "塔城地区教育局")
    return page


def vertical_appointment(person: Person, seed: int) -> Canvas:
    """A letter of appointment set in columns, from right to left."""
    page = Canvas(WIDE, glossary(person), seed, (250, 240, 214))
    page.draw.rectangle((40, 40, 1614, 1130), outline=(150, 40, 36), width=8)
    page.vertical(1440, 150, "聘书", "serif-bold", 110, RED)
    columns = [
        f"兹聘请{person.unit}",
        f"{person.name}同志为我处特邀技术顾问，",
        "参与青堰干渠除险加固工程的方案",
        "论证与技术把关。聘期自二〇二二年",
        "三月起至二〇二五年二月止。",
        "此聘",
    ]
    for number, column in enumerate(columns):
        page.vertical(1270 - number * 108, 150 + (60 if number == 0 else 0), column, "kai", 46)
    page.vertical(430, 330, "沔川市青堰灌区管理处", "kai", 46)
    page.vertical(310, 420, "二〇二二年三月一日", "kai", 38)
    ink.seal(page, 420, 760, 112, "沔川市青堰灌区管理处")
    return page
