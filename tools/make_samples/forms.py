# SPDX-License-Identifier: Apache-2.0
"""Forms and print: the yearly assessment table and a journal article's first page."""

from tools.make_samples import ink, prose
from tools.make_samples.canvas import Canvas
from tools.make_samples.cast import Person
from tools.make_samples.flow import break_lines
from tools.make_samples.fonts import font
from tools.make_samples.identity import A4
from tools.make_samples.marks import glossary


def yearly_assessment(person: Person, seed: int, signed: str, report: str) -> Canvas:
    """The unit stands in a narrow cell, so that it breaks over two lines."""
    page = Canvas(A4, glossary(person), seed)
    page.write(620, 110, "事业单位工作人员年度考核登记表", "serif-bold", 40, anchor="centre")
    page.write(620, 174, "（ 2023 年度 ）", "song", 28, anchor="centre")
    rows = [
        ["姓 名", person.name, "性 别", person.sex, "民 族", person.nation],
        [
            "单 位",
            person.unit,
            "职 务",
            person.title,
            "出生年月",
            "{}.{:02}".format(*person.born[:2]),
        ],
    ]
    below = page.table(120, 240, [120, 240, 120, 200, 130, 190], [72, 92], rows, "song", 26)
    below = _block(page, below, 560, "本人总结", report)
    below = _block(
        page,
        below,
        210,
        "主管领导\n评语意见",
        "该同志工作认真负责，业务能力强，完成任务好，同意评为合格等次。",
    )
    ink.handwriting(page, 820, below - 66, "沈渡舟", 38, "signature")
    page.write(680, below - 58, "签名：", "song", 26)
    below = _block(page, below, 210, "单位考核\n意    见", "合格。")
    page.write(700, below - 60, "（盖章）  2024年1月15日", "song", 26)
    ink.seal(page, 800, below - 112, 92, person.unit)
    below = _block(page, below, 130, "本人意见", "同意。")
    page.write(620, below - 58, "签名：", "song", 26)
    ink.handwriting(page, 700, below - 68, signed, 40 if len(signed) < 5 else 30, "signature")
    return page


def _block(page: Canvas, top: float, height: int, label: str, text: str) -> float:
    page.draw.rectangle((120, top, 240, top + height), outline=(28, 28, 30), width=2)
    page.draw.rectangle((240, top, 1120, top + height), outline=(28, 28, 30), width=2)
    words = label.split("\n")
    for number, word in enumerate(words):
        page.write(
            180, top + height / 2 - 17 * len(words) + number * 34, word, "song", 25, anchor="centre"
        )
    page.paragraph(256, top + 16, 846, text, "song", 26, 1.65)
    return top + height


def article(person: Person, seed: int) -> Canvas:
    """First page of a journal article: authors in Chinese and pinyin, unit in both languages."""
    page = Canvas(A4, glossary(person), seed)
    page.write(120, 90, "第 18 卷 第 4 期", "song", 22)
    page.write(1120, 90, "2022 年 8 月", "song", 22, anchor="right")
    page.write(620, 90, "职业教育与装备技术", "kai", 26, anchor="centre")
    page.rule((120, 132), (1120, 132), width=2)
    page.write(620, 180, "面向产线运维的机电一体化实训模块设计", "serif-bold", 42, anchor="centre")
    page.write(620, 262, f"{person.name}，褚亦航，林疏影", "kai", 30, anchor="centre")
    page.write(620, 314, f"（{person.unit}，浙江 临岚 000000）", "song", 24, anchor="centre")
    abstract = (
        "摘  要：针对实训内容与产线岗位脱节的问题，以自动化产线的运行维护为对象，"
        "将实训拆分为装调、点检、诊断和改造四个模块，并给出各模块的任务书与评价表。两个学期的对照表明，学生的故障定位时间缩短约三成。"
    )
    below = page.paragraph(160, 376, 920, abstract, "kai", 24, 1.55)
    page.write(208, below + 4, "关键词：机电一体化；产线运维；模块化实训；过程评价", "kai", 24)
    below += 60
    page.write(
        620,
        below,
        "Design of Practical Training Modules for Line Maintenance",
        "serif-bold",
        28,
        anchor="centre",
    )
    page.write(
        620, below + 50, f"{person.pinyin}, CHU Yihang, LIN Shuying", "serif", 24, anchor="centre"
    )
    page.write(
        620,
        below + 88,
        f"({person.english_unit}, Linlan 000000, China)",
        "serif",
        22,
        anchor="centre",
    )
    english = (
        "Abstract: Training tasks often differ from the work at a production line. This paper "
        "divides the training into assembly, inspection, diagnosis and retrofit, and describes how "
        "each part is assessed."
    )
    below = page.paragraph(160, below + 136, 920, english, "serif", 22, 1.5, indent=0) + 20
    _columns(page, below)
    page.rule((120, 1618), (440, 1618), width=1)
    page.write(120, 1628, "收稿日期：2022-03-07", "song", 20)
    about = f"作者简介：{person.name}（1984—），{person.sex}，{person.title}，"
    about += f"主要研究方向为{person.subject}教学。"
    page.write(120, 1660, about, "song", 20)
    return page


def _columns(page: Canvas, top: float) -> None:
    """Body text in two columns down to the foot note."""
    step, size, width = 36.0, 23, 480
    lines = break_lines(prose.ARTICLE, font("song", size), width, 0)
    room = min(int((1600 - top) // step) - 1, -(-len(lines) // 2))
    for column, (x, heading) in enumerate(((120, "1  问题的提出"), (640, "2  模块的划分"))):
        page.write(x, top, heading, "hei", 25)
        for number, (start, end) in enumerate(lines[column * room : (column + 1) * room], start=1):
            page.write(x, top + number * step, prose.ARTICLE[start:end], "song", size)
