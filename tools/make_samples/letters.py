# SPDX-License-Identifier: Apache-2.0
"""Letters and lists: work proof, promise, summary, public notice, red-head document."""

from tools.make_samples import ink
from tools.make_samples.canvas import RED, Canvas
from tools.make_samples.cast import Person
from tools.make_samples.identity import A4
from tools.make_samples.marks import glossary


def work_proof(person: Person, seed: int) -> Canvas:
    page = Canvas(A4, glossary(person), seed)
    page.write(620, 150, person.unit, "serif-bold", 52, RED, "centre")
    page.rule((140, 236), (1100, 236), ink=RED, width=4)
    page.write(620, 330, "工 作 证 明", "serif-bold", 50, anchor="centre")
    story = (
        f"兹证明{person.name}同志（身份证号：{person.id_number}）系我单位职工，自2011年8月起在我单位"
        f"从事专业技术工作，现任{person.title}，主要从事{person.subject}方面的工作。"
        "该同志政治立场坚定，遵守职业道德，近五年年度考核均为合格以上等次。"
    )
    below = page.paragraph(160, 450, 920, story, "song", 34, 1.9)
    below = page.paragraph(160, below, 920, "以上情况属实，特此证明。", "song", 34, 1.9)
    page.write(160, below + 60, "经办人：温栖梧    联系电话：（留存单位）", "song", 28)
    page.write(850, below + 200, person.unit, "song", 34, anchor="centre")
    page.write(850, below + 260, "2024年6月18日", "song", 34, anchor="centre")
    ink.seal(page, 860, below + 230, 120, person.unit)
    page.write(160, 1600, f"单位名称：{person.unit}    邮政编码：000000", "song", 22)
    return page


def promise(person: Person, seed: int, signed: str) -> Canvas:
    page = Canvas(A4, glossary(person), seed)
    page.write(620, 190, "申报人诚信承诺书", "hei", 48, anchor="centre")
    clauses = [
        "本人自愿申报专业技术职务任职资格，已认真阅读当年申报通知的各项规定，现郑重承诺：",
        "一、所填写的个人信息、学历、资历、业绩成果等内容真实、准确、完整；",
        "二、所提交的证书、论文、业绩证明等复印件均与原件一致；",
        "三、论文、著作由本人独立完成或与合作者共同完成，不存在抄袭、代写等情形；",
        "四、评审期间不请托、不说情，服从评审结果。",
        "如有违反，本人愿意接受取消申报资格、撤销已取得资格等处理，并承担相应责任。",
    ]
    below = 330.0
    for clause in clauses:
        below = page.paragraph(160, below, 920, clause, "song", 32, 1.85)
    page.write(560, below + 110, "承诺人（签名）：", "song", 32)
    end = ink.handwriting(page, 810, below + 106, signed, 50 if len(signed) < 5 else 34, "signature")
    ink.thumb_print(page, end - 40, below + 140, 34)
    page.write(560, below + 210, "日    期：  2025 年 3 月 9 日", "song", 32)
    return page


def summary(person: Person, seed: int, paragraphs: list[str], title: str) -> Canvas:
    page = Canvas(A4, glossary(person), seed)
    page.write(620, 150, title, "hei", 44, anchor="centre")
    below = 260.0
    for text in paragraphs:
        below = page.paragraph(150, below, 940, text, "song", 33, 1.9) + 10
    page.write(620, 1660, "— 1 —", "song", 22, anchor="centre")
    return page


def public_notice(person: Person, seed: int, name: str) -> Canvas:
    page = Canvas(A4, glossary(person), seed)
    page.write(620, 150, "关于推荐申报专业技术职务人选的公示", "hei", 42, anchor="centre")
    story = (
        "根据上级职称申报工作安排，经个人申请、部门推荐、单位评议推荐小组评议，"
        f"拟推荐程望舒、{name}、林疏影、陆砚冬等四名同志申报上一级专业技术职务，现将有关情况公示如下："
    )
    below = page.paragraph(150, 260, 940, story, "song", 31, 1.8) + 20
    rows = [
        ["序号", "姓名", "性别", "现任职务", "拟申报职务"],
        ["1", "程望舒", "男", "讲师", "高级讲师"],
        ["2", name, person.sex, "讲师", person.title],
        ["3", "林疏影", "女", "助理讲师", "讲师"],
        ["4", "陆砚冬", "男", "讲师", "高级讲师"],
    ]
    below = page.table(150, below, [90, 330, 100, 190, 230], [60] * 5, rows, "song", 26) + 30
    closing = (
        "公示期为五个工作日（2025年3月10日至3月14日）。公示期间，如对上述人选有异议，"
        f"请以书面形式向单位人事部门反映。联系人：祝南星。其中{name}同志的申报材料可在人事部门查阅。"
    )
    below = page.paragraph(150, below, 940, closing, "song", 31, 1.8)
    page.write(840, below + 130, person.unit, "song", 32, anchor="centre")
    page.write(840, below + 190, "2025年3月10日", "song", 32, anchor="centre")
    ink.seal(page, 850, below + 160, 118, person.unit)
    return page


def red_head(person: Person, seed: int, issuer: str, name: str) -> Canvas:
    """An official document whose table lists many people of many bodies."""
    page = Canvas(A4, glossary(person), seed)
    page.write(620, 130, issuer + "文件", "serif-bold", 48 if len(issuer) < 14 else 40, RED, "centre")
    page.write(620, 250, "职改〔2020〕37 号", "song", 28, anchor="centre")
    page.rule((130, 306), (1110, 306), ink=RED, width=5)
    page.write(620, 350, "关于公布专业技术职务任职资格评审结果的通知", "hei", 38, anchor="centre")
    story = (
        "经评审委员会评审通过并公示无异议，下列人员取得相应专业技术职务任职资格，"
        "任职资格时间从评审通过之日起计算。"
    )
    below = page.paragraph(150, 430, 940, story, "song", 29, 1.75) + 16
    rows = [["序号", "姓 名", "任职资格", "工 作 单 位"]]
    for number, (who, what, where) in enumerate(_people(person, name), start=1):
        rows.append([str(number), who, what, where])
    below = page.table(140, below, [80, 330, 190, 360], [58] * len(rows), rows, "song", 24)
    page.write(860, below + 90, issuer, "song", 29, anchor="centre")
    page.write(860, below + 144, "2020年12月25日", "song", 29, anchor="centre")
    ink.seal(page, 870, below + 116, 116, issuer)
    return page


def _people(person: Person, name: str) -> list[tuple[str, str, str]]:
    return [
        ("褚亦航", "高级讲师", "浙江工贸研修中心"),
        ("米尔扎提·库尔班", "一级教师", "红柳河镇第二小学"),
        ("陆秋", "讲师", "临岚市桂溪职业中学"),
        ("江叙白", "工程师", "沔川市水利局"),
        (name, person.title, person.unit),
        ("方渝", "高级工程师", "沔川市青堰灌区管理处"),
        ("孟听澜", "讲师", "临岚市桂溪职业中学"),
        ("迪丽拜尔·帕尔哈提", "一级教师", "塔城地区胡杨中学"),
        ("叶闻笛", "工程师", "沔川市水利局"),
    ]
