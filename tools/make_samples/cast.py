# SPDX-License-Identifier: Apache-2.0
"""The people and bodies on the pages. All are invented; none is real."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """One applicant, with every form of name and unit that the pages bear."""

    id: str
    name: str
    pinyin: str
    sex: str
    nation: str
    born: tuple[int, int, int]
    id_number: str
    address: str
    police: str
    """The office that issued the ID card."""
    unit: str
    short_unit: str
    english_unit: str
    title: str
    subject: str
    script_name: str = ""
    """The name in Arabic script, where its bearer has one."""

    @property
    def birthday(self) -> str:
        return "{}年{}月{}日".format(*self.born)

    def roster_row(self) -> list[str]:
        aliases = [alias for alias in (self.script_name, self.pinyin) if alias]
        return [
            self.id,
            self.name,
            ";".join(aliases),
            self.unit,
            f"{self.short_unit};{self.english_unit}",
        ]


LU = Person(
    id="S001",
    name="陆砚秋",
    pinyin="LU Yanqiu",
    sex="女",
    nation="汉",
    born=(1984, 6, 17),
    id_number="330999198406170043",
    address="浙江省临岚市桂溪区浣纱路118号6幢302室",
    police="临岚市公安局桂溪分局",
    unit="浙江临岚技师学院",
    short_unit="临岚技师学院",
    english_unit="Linlan Technician College",
    title="高级讲师",
    subject="机电一体化",
)
FANG = Person(
    id="S002",
    name="方榆",
    pinyin="FANG Yu",
    sex="男",
    nation="汉",
    born=(1979, 11, 3),
    id_number="510999197911030018",
    address="四川省沔川市望江区堤湾街27号2栋1单元9号",
    police="沔川市公安局",
    unit="沔川市水利水电勘测设计院",
    short_unit="沔川水电设计院",
    english_unit="Mianchuan Hydropower Survey and Design Institute",
    title="高级工程师",
    subject="水工结构",
)
DILNUR = Person(
    id="S003",
    name="迪丽努尔·帕尔哈提",
    pinyin="Dilnur Perhat",
    sex="女",
    nation="维吾尔",
    born=(1988, 3, 24),
    id_number="654299198803240028",
    address="新疆塔城地区红柳河镇胡杨东路56号",
    police="红柳河镇公安局",
    unit="塔城地区红柳河中学",
    short_unit="红柳河中学",
    english_unit="Hongliuhe Middle School of Tacheng Prefecture",
    title="一级教师",
    subject="数学",
    script_name="دىلنۇر پەرھات",
)
APPLICANTS = (LU, FANG, DILNUR)

OTHERS = (
    "程望舒",
    "褚亦航",
    "顾怀瑾",
    "江叙白",
    "林疏影",
    "孟听澜",
    "裴知远",
    "沈渡舟",
    "温栖梧",
    "薛照野",
    "叶闻笛",
    "祝南星",
    "陆砚冬",
    "陆秋",
    "方渝",
    "米尔扎提·库尔班",
    "迪丽拜尔·帕尔哈提",
)
"""Bystanders; some are chosen to look like an applicant."""

BODIES = (
    "临岚市桂溪职业中学",
    "浙江澜江理工学院",
    "浙江工贸研修中心",
    "浙江省技工院校教师高级职务评审委员会",
    "沔川市水利局",
    "四川嘉陵水利大学",
    "沔川市青堰灌区管理处",
    "沔川市工程师职称改革办公室",
    "塔城地区教育局",
    "红柳河镇第二小学",
    "塔城地区胡杨中学",
    "全国继续教育公共服务平台",
)
"""Bodies that are nobody's unit here."""
