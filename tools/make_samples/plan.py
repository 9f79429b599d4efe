# SPDX-License-Identifier: Apache-2.0
"""Which pages each applicant hands in, and how each was scanned."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tools.make_samples import certificates, forms, identity, letters, prose
from tools.make_samples.canvas import Canvas
from tools.make_samples.cast import DILNUR, FANG, LU, Person
from tools.make_samples.scan import Scan


@dataclass(frozen=True)
class Sheet:
    """One page: what it is, who draws it, how it was taken. `draw` gets a seed."""

    doc_type: str
    draw: Callable[[int], Canvas]
    scan: Scan = field(default_factory=Scan)
    clarity: str = "clear"


@dataclass(frozen=True)
class Upload:
    """One file of one applicant; several sheets make a multi-page TIFF or a PDF."""

    person: Person
    file: str
    sheets: tuple[Sheet, ...]


def uploads() -> tuple[Upload, ...]:
    by_person = ((LU, _lu()), (FANG, _fang()), (DILNUR, _dilnur()))
    return tuple(
        Upload(person, f"{person.id}/{name}", sheets)
        for person, files in by_person
        for name, sheets in files
    )


Files = list[tuple[str, tuple[Sheet, ...]]]


def _one(
    name: str, doc_type: str, draw: Callable[[int], Canvas], scan: Scan, clarity: str = "clear"
) -> tuple[str, tuple[Sheet, ...]]:
    return name, (Sheet(doc_type, draw, scan, clarity),)


def _lu() -> Files:
    board = "浙江省技工院校教师高级职务评审委员会"
    return [
        _one("01_身份证.jpg", "idcard", lambda s: identity.id_card_copy(LU, s), Scan(skew_deg=1.2)),
        _one("02_毕业证书.jpg", "diploma", lambda s: certificates.diploma(LU, s), Scan(turn=90)),
        _one(
            "03_年度考核表.jpg",
            "assess",
            lambda s: forms.yearly_assessment(LU, s, LU.name, prose.LU_REPORT),
            Scan("phone", quality=76),
        ),
        _one(
            "04_荣誉证书.jpg",
            "award",
            lambda s: certificates.honour(LU, s, LU.name, prose.UNIT_HONOUR, LU.unit, "优秀教师"),
            Scan(skew_deg=-0.8),
        ),
        _one("05_论文首页.jpg", "paper", lambda s: forms.article(LU, s), Scan("copy", quality=72)),
        _one(
            "06_推荐公示.jpg",
            "publicity",
            lambda s: letters.public_notice(LU, s, LU.name),
            Scan(turn=180),
        ),
        _one("07_资格文件.jpg", "reddoc", lambda s: letters.red_head(LU, s, board, LU.name), Scan()),
        _one(
            "08_诚信承诺书.jpg",
            "promise",
            lambda s: letters.promise(LU, s, LU.name),
            Scan("phone", exif=6),
        ),
        _one(
            "09_工作总结.jpg",
            "summary",
            lambda s: letters.summary(LU, s, prose.LU_SUMMARY, "任现职以来专业技术工作总结"),
            Scan(skew_deg=-1.7, turn=270),
        ),
    ]


def _fang() -> Files:
    spaced = " ".join(FANG.name)
    project = Sheet("assess", lambda s: forms.yearly_assessment(FANG, s, FANG.name, prose.FANG_REPORT))
    award = Sheet(
        "award",
        lambda s: certificates.honour(FANG, s, spaced, prose.GRADE_ONE, "四川嘉陵水利大学", "优秀成果"),
        Scan(skew_deg=0.6),
    )
    return [
        (
            "01_身份证.tif",
            (
                Sheet("idcard", lambda s: identity.id_card_front(FANG, s)),
                Sheet("idcard_back", lambda s: identity.id_card_back(FANG, s)),
            ),
        ),
        _one("02_学位证书.jpg", "degree", lambda s: certificates.degree(FANG, s), Scan(skew_deg=0.9)),
        _one(
            "03_工作证明.jpg",
            "workproof",
            lambda s: letters.work_proof(FANG, s),
            Scan("copy", skew_deg=-1.1, quality=70),
        ),
        _one("04_学历备案表.jpg", "chsi", lambda s: identity.degree_register(FANG, s), Scan(exif=8)),
        _one(
            "05_继续教育证书.jpg",
            "cecert",
            lambda s: certificates.further_education(FANG, s),
            Scan(turn=180, scale=0.8),
        ),
        ("06_业绩材料扫描.pdf", (project, award)),
        _one(
            "07_获奖证书（模糊）.jpg",
            "award",
            lambda s: certificates.honour(
                FANG, s, spaced, prose.GRADE_ONE, "四川嘉陵水利大学", "优秀成果"
            ),
            Scan(scale=0.45, blur_px=6.5, quality=45),
            "unreadable",
        ),
        _one(
            "08_设计说明.png",
            "clean",
            lambda s: letters.summary(FANG, s, prose.DESIGN_NOTE, "干渠除险加固工程设计说明（节选）"),
            Scan("copy", scale=0.75, noise=0),
        ),
        _one(
            "09_任职资格文件.jpg",
            "reddoc",
            lambda s: letters.red_head(FANG, s, "沔川市工程师职称改革办公室", spaced),
            Scan("phone", turn=90),
        ),
        _one(
            "10_技术顾问聘书.jpg",
            "appointment",
            lambda s: certificates.vertical_appointment(FANG, s),
            Scan(skew_deg=-0.5),
        ),
    ]


def _dilnur() -> Files:
    spelled = {mark: DILNUR.name.replace("·", mark) for mark in ("・", "．", " ", "")}
    return [
        _one(
            "01_身份证.jpg",
            "idcard",
            lambda s: identity.id_card_copy(DILNUR, s),
            Scan("copy", turn=90, quality=74),
        ),
        _one(
            "02_双语荣誉证书.jpg",
            "bilingual",
            lambda s: certificates.bilingual(DILNUR, s),
            Scan(skew_deg=0.7),
        ),
        _one(
            "03_教师资格证.jpg",
            "licence",
            lambda s: certificates.teacher_licence(DILNUR, s),
            Scan(exif=3),
        ),
        _one(
            "04_年度考核表.jpg",
            "assess",
            lambda s: forms.yearly_assessment(DILNUR, s, spelled[""], prose.DILNUR_REPORT),
            Scan(turn=270),
        ),
        _one(
            "05_推荐公示.jpg",
            "publicity",
            lambda s: letters.public_notice(DILNUR, s, spelled["・"]),
            Scan("copy", skew_deg=1.4, quality=70),
        ),
        _one(
            "06_教学比赛证书.jpg",
            "award",
            lambda s: certificates.honour(
                DILNUR, s, spelled["．"], prose.CONTEST, "塔城地区教育局", "二等奖"
            ),
            Scan("phone", exif=6),
        ),
        _one(
            "07_承诺书.jpg",
            "promise",
            lambda s: letters.promise(DILNUR, s, spelled[""]),
            Scan(skew_deg=-2.1),
        ),
        _one(
            "08_工作证明.jpg",
            "workproof",
            lambda s: letters.work_proof(DILNUR, s),
            Scan(turn=180, blur_px=1.1, quality=70),
        ),
        _one(
            "09_工作总结.jpg",
            "summary",
            lambda s: letters.summary(DILNUR, s, prose.DILNUR_SUMMARY, "个人专业技术工作总结"),
            Scan("phone", blur_px=0.6),
        ),
        _one(
            "10_教案.jpg",
            "clean",
            lambda s: letters.summary(DILNUR, s, prose.LESSON_PLAN, "八年级数学教案"),
            Scan(turn=90),
        ),
        _one(
            "11_任职文件.jpg",
            "reddoc",
            lambda s: letters.red_head(DILNUR, s, "塔城地区教育局", spelled[" "]),
            Scan(skew_deg=0.5),
        ),
    ]
