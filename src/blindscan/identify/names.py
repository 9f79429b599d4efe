# SPDX-License-Identifier: Apache-2.0
"""Does a piece of text look like a personal name, or like the name of a unit?"""

import re

from blindscan.identify.variants import COMPOUND_FAMILY_NAMES

FAMILY_NAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜"
    "崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢"
    "安齐易乔伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包宁尚符舒阮纪梅童凌毕单裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴"
    "蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司古吉车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬"
    "师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘"
    "满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍"
    "辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植"
    "衡富尧闭由傅卓冒简麻甯笪镇丘缪缑亶爨郗郯郏鄂鄞宓牧闫哀侍巢樵耶律拓"
)
_JOINED = re.compile(r"^[\u4e00-\u9fff]{1,10}(?:[·•・．.‧∙⋅][\u4e00-\u9fff]{1,10}){1,3}")
_LEAD_IN = re.compile(
    r"^[\u4e00-\u9fff]*(?:证明|现对|现将|同意|推荐|授予|学生|学员|结果|证书|本人|我叫|教师|兹有)"
)
_TITLES = re.compile(
    "同志|老师|同学|女士|先生|(?:[男女]$)|(?:[男女](?=[^\u4e00-\u9fff]))|(?<=..)(?:系我|在我|现任)"
)
_HAN = re.compile(r"^[\u4e00-\u9fff]+")
_NOT_NAMES = re.compile(
    "同志|老师|性别|民族|出生|年|月|日|单位|学校|签|姓名|职称|职务|专业|学历|本人|我|该|其|部门|人员|材料|以上|如|的|"
    "工作|身份|证|意见|公示|名单|考核|申报|评审|^(?:男|女|汉|无|空|签章|盖章)$"
)
_UNIT_END = (
    "学校|学院|大学|中学|小学|幼儿园|技校|职高|党校|医院|卫生院|保健院|公司|集团|研究院|设计院|研究所|设计所|检测所|"
    "中心|总站|工作站|管理站|服务站|推广站|站|管理处|处|管理局|局|厅|委员会|办公室|总队|大队|支队|队|厂|矿|馆|社|所|院|部|校"
)
_UNIT = re.compile(rf"^[\u4e00-\u9fff0-9]*?[\u4e00-\u9fff](?:{_UNIT_END})(?![\u4e00-\u9fff])")
_UNIT_INSIDE = re.compile(
    r"^[\u4e00-\u9fff0-9]{2,}?(?:学校|学院|大学|中学|小学|公司|医院|中心|研究院|设计院)"
)
_NOT_UNITS = re.compile(
    "我单位|本单位|该单位|我校|我院|本校|考核|意见|公章|盖章|签|同意|公示|推荐|负责"
)


def as_person(text: str, labelled: bool) -> str | None:
    """The personal name that `text` (white space removed) starts with, or None.

    Han names have two to four characters and, unless a label says that it is a name, a known family
    name; names joined with dots keep their
    dots; names of five to thirteen characters without dots are transcribed names written solid.
    """
    text = _TITLES.split(_LEAD_IN.sub("", text), maxsplit=1)[0]
    joined = _JOINED.match(text)
    if joined and len(joined[0]) >= 5 and not _NOT_NAMES.search(joined[0]):
        return re.sub("[•・．.‧∙⋅]", "·", joined[0])
    han = _HAN.match(text)
    if not han or _NOT_NAMES.search(han[0]):
        return None
    name = han[0]
    compound = name[:2] in COMPOUND_FAMILY_NAMES
    if 2 <= len(name) <= (4 if compound else 3) and (labelled or compound or name[0] in FAMILY_NAMES):
        return name
    return name if 5 <= len(name) <= 13 and _looks_transcribed(name) else None


TRANSCRIBED = frozenset(
    "阿艾买提江古丽汗吐尔逊玉素甫依不都拉热合曼木尼沙吾斯克肯巴哈孜努肉赛迪亚库迪力木热娜尔帕提曼别加那孜古丽米热"
    "迪里达哈尔买合麦麦提卡迪尔胡赛音伊萨克亚森托合塔西穆萨乌斯曼奴帕夏旺图荪祖姆克拜赛福凯比布苏莱塞买提卜"
)


def _looks_transcribed(name: str) -> bool:
    return sum(c in TRANSCRIBED for c in name) >= 0.6 * len(name)


def as_unit(text: str) -> str | None:
    """The name of a unit that `text` (white space removed) starts with, or None."""
    match = _UNIT.match(text) or _UNIT_INSIDE.match(text)
    if not match or not 4 <= len(match[0]) <= 30 or _NOT_UNITS.search(match[0]):
        return None
    return match[0]
