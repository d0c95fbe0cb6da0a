"""Whom words are about: the patient, a relative, someone else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenlu.domain.transcript import Segment
from zhenlu.language.zh import mentions, numerals

#: Whom a clause is about, besides a relative's name such as 父亲.
PATIENT = ""
OTHER = "other"

THIRD = re.compile(
    r"(?<![跟和同陪找])(?:同事|邻居|隔壁|同桌|同学(?![你您]|$)|同班|他们班|我们班|班上|班里|幼儿园[^,]{0,3}(?:好几|有|别的)|"
    r"单位(?:小|老)[\u4e00-\u9fff]|另(?:外)?[1一]个人?(?=[有也发拉吐咳烧]|没|是不)|舍友|"
    r"楼下|楼上老|老李|老王|老张|小王|小李(?!啊)|小张|(?<!小)朋友|室友|别的(?:孩子|小朋友|人)|街坊|亲戚|"
    r"(?:单位|公司|厂里?|村里?|楼里|小区)有?[1一]个(?:人|女的|男的|小伙)|领导|战友|工友|老乡|病友|对门|"
    r"(?:村|楼|小区|单位|院里|屋|跳舞|打麻将|打牌|卖菜)里?的(?:[老小][\u4e00-\u9fff]|人|阿姨|[\u4e00-\u9fff]?[姐哥]|大[爷妈娘姐哥])|"
    r"(?:那个|上[1一]?个|前[1一]个|隔壁那[位个])病人|前面那[位个]|"
    r"老[赵钱孙周吴郑冯陈蒋沈韩杨朱秦许何吕施曹严金魏陶姜谢潘葛范彭鲁马方唐薛雷贺汤罗毕郝于傅康史毛熊纪舒董梁杜蓝贾江郭林钟徐邱高夏蔡田胡霍万卢莫丁邓洪石崔程陆翁段侯武刘龙叶黎白蒲邵曾关肖黄尹姚宋]"
    r"(?=吃|喝|用|打|说|得了|有|给|那|家|他|教|介绍|也|的))"
)
#: 王姐也这样: of someone else when a patient says it; a clinician calls the patient so.
CALLED_BY_NAME = re.compile(
    r"(?<![跟和同陪找])[王李张刘陈杨赵黄周吴](?:姐|哥|叔|婶|姨|大[爷妈娘伯姐哥])(?=[\u4e00-\u9fff])(?![您你])"
)
RELATIVES: tuple[tuple[str, str], ...] = (
    (r"爷爷奶奶", "祖父母"),
    (r"外公|姥爷", "外祖父"),
    (r"外婆|姥姥", "外祖母"),
    (r"爷爷", "祖父"),
    (r"(?<!老)奶奶", "祖母"),
    (r"爸妈|父母|爹妈", "父母"),
    (r"(?:我|他|她|你|您|孩子|俺|咱|娃)的?(?:老)?爸爸?|父亲|爸爸|老爸|阿爸|老豆|(?:我|俺|"
        r"咱)(?:屋头)?老汉儿?|[我俺咱]爹|(?<=他)爹", "父亲"),
    (r"(?:我|他|她|你|您|俺|咱)的?(?:老)?妈(?!咪)妈?|(?:^|那)妈妈(?=有|得|也|是不是|过敏|身体|"
        r"以前|抽)|母亲|老妈|阿妈|姆妈|我娘", "母亲"),
    (r"哥哥|大哥|二哥|[我他她你您]的?哥(?!们)", "兄长"),
    (r"弟弟|[我他她你您]的?弟|二弟", "弟弟"),
    (r"姐姐|大姐|二姐|[我他她你您]的?姐", "姐姐"),
    (r"妹妹|[我他她你您]的?妹|妹子", "妹妹"),
    (r"兄弟姐妹|兄弟", "兄弟姐妹"),
    (r"老公|丈夫|老头子|(?<=[我俺])家?(?:老头|那口子)(?!子)|爱人|老伴|媳妇|老婆|妻子|对象", "配偶"),
    (r"儿子|闺女|女儿|(?<=[我俺])姑娘|孙子|孙女|外孙|[我俺](?:家)?(?:孩子|小孩|娃)", "子女"),
    (r"婆婆|公公|岳父|岳母|丈人|丈母娘", "姻亲"),
    (
        r"叔叔|伯伯|大伯|姑姑|姑妈|舅舅|姨妈|小姨|二姨|我舅|我姑(?!娘)|我叔|大爷家|我姨|"
        r"[表堂][哥姐弟妹]|小[叔舅姨姑]子|大[伯姑]子|嫂子|弟媳|姐夫|妹夫|侄[子女]",
        "亲属",
    ),
    (r"家里(?:人|有人|老人|都)|家族|一家人|全家", "家人"),
)
RELATIVE = re.compile("|".join(f"(?P<r{i}>{p})" for i, (p, _) in enumerate(RELATIVES)))
#: 家里就我有: the others are named to set the patient apart.
ONLY_ME = re.compile(r"(?:就|只有|单|光|偏偏)我(?:[1一]个)?(?!们|家|妈|爸|爷|奶|哥|姐|弟|妹|媳)")
BACK_TO_PATIENT = re.compile(
    r"^(?:可|可是|但|但是|不过|结果)?(?:他是(?=[前昨今这从])|[他她]自己|我(?!们单位|们楼|媳妇|爸|妈|爷|奶|哥|姐|弟|妹|儿|女|老公|家|孩)|哦|对了|"
    r"这次|这回|现在(?=我|轮到|这))"
)
ABOUT_SELF = re.compile(r"我自己|我本人|本人|我(?:没|有|也|就|还|这|是|身|从|一直|觉得|现在|不)")
#: 我有鼻炎, by a parent: not 我家孩子, and not 我妈.
ONESELF = re.compile(
    r"(?:哦|嗯|那)?我(?:自己|本人)?"
    r"(?:(?:也|就|小时候|以前|年轻时)?(?:有|得过|是)|(?:小时候|以前|年轻时|自己|也)+(?=[\u4e00-\u9fff]{2,6}$))"
)
#: 我自己也感冒了, 我对头孢过敏, by someone who brings the patient: told of the one who speaks.
_OF_COMPANION = re.compile(
    r"(?:不过|但是?|可是?|就|反正|那|倒|对|嗯|是的?|啊)*我(?:(?:这个?)?当[妈爸娘]的|自[己家]|本人)?"
    r"(?:(?:小时候|以前|从小|年轻时|[1一]直|最近|现在|还|就|倒|是|有点|有|也)*"
    r"(?:对[^,]{1,10}过敏|过敏|(?:也|就)?(?:是|有|得过|得了|患)(?!点|给|说|怕|想|看))|(?:自[己家]|本人)(?!给|看|摸|量|带|买|在家|觉|查|去|喂|做|弄|想|说)|"
    r"(?:最近|这两天|这几天|现在|昨天|前天|昨晚|今天|上周)*也(?!不|没|觉|以为|想|给|是|说|怕|看|听|跟|去|问|量|摸|知|带|担))"
)
_MYSELF = re.compile(r"我自[己家]|我本人")
#: 孩子没有, after the companion spoke of themselves or of others.
_BACK_TO_BROUGHT = re.compile(
    r"(?:不过|但是?|可是?|就是?|结果)*"
    r"(?:孩子|宝宝|娃|小孩|老人|[他她](?![爸妈爷奶姐哥弟妹姥外]))"
)
FAMILY_ASKED = re.compile(r"家里|父母|爸妈|爸爸妈妈|夫妻|你们俩|你俩|两口子|家族|遗传|大人")
_CHILD = re.compile(r"孩子|宝宝|宝贝|娃|小孩|小家伙|囡囡|毛毛|小朋友")
#: A question about someone who is not here.
OF_OTHERS = re.compile(
    r"另外?(?:那)?[1一]个|其他(?:几个)?人|别人(?!听|看|说|觉)|他们|室友|舍友|"
    r"同学(?=[\u4e00-\u9fff])(?![你您])|同事"
)
#: 爸你吃土霉素不是痒吗: a companion speaks to the patient.
_CALLED = re.compile(
    r"(?:哎|诶|不是)?[,\uff0c]?(?P<who>爸|妈|爷爷|奶奶|姥姥|姥爷|哥|姐)爸?妈?[,\uff0c]?(?:你|您)|"
    # 左边, 妈, 是左边哈: called between two pauses.
    r"(?:.*?[,\uff0c\u3002])?(?P<called>爸|妈|爷爷|奶奶|姥姥|姥爷)[,\uff0c]"
)


def is_of_patient(text: str) -> bool:
    """Whether a clause leads back to the patient after someone else was spoken of."""
    return bool(BACK_TO_PATIENT.search(text) or ABOUT_SELF.search(text))


def is_of_companion(text: str) -> bool:
    """Whether someone who brings the patient tells something of themselves."""
    if not _OF_COMPANION.match(text):
        return False
    own = _MYSELF.search(text)
    told = mentions.find(text, "disease", *(("vital", "test") if own else ()))
    return "过敏" in text or bool(mentions.symptoms(text) or told)


def leads_back_to_brought(text: str) -> bool:
    """Whether a companion speaks of the one who was brought again."""
    return bool(_BACK_TO_BROUGHT.match(text))


def names_child(text: str) -> bool:
    """孩子是昨天开始的, after a companion spoke of a relative."""
    return bool(_CHILD.match(text))


def relation_in(text: str) -> str:
    """The relative that the words name, in standard words; "" where they name none."""
    match = RELATIVE.search(text)
    return RELATIVES[int(match.lastgroup[1:])][1] if match and match.lastgroup else ""


def spoken_for(segments: Sequence[Segment], speakers: Sequence[bool | None]) -> str:
    """The relative whom a companion brings, "" where the patient speaks.

    Told in the first words of the one who is no clinician: 我奶奶这几天老咳嗽; or by a
    companion who calls the patient so: 爸你别说了. 他爸 is a relative of the one who was brought.
    """
    for segment in segments:
        called = _CALLED.match(segment.text) if segment.role.value == "companion" else None
        relation = relation_in(f"我{called['who'] or called['called']}") if called else ""
        if relation:
            return relation
    for segment, clinician in zip(segments, speakers, strict=True):
        if clinician is not False or segment.role.value == "patient":
            continue
        brought = _brought_with(numerals.read(segment.text).text)
        if brought is not None:
            return "" if brought == "家人" else brought
        if segment.role.value != "companion":
            return ""
    return ""


def _brought_with(text: str) -> str | None:
    """The relation of the first one of whom a complaint is told; None where none is told."""
    child = False
    for piece in re.split(r"[。,!?;,、]", text):
        named = mentions.symptoms(piece)
        relative = RELATIVE.search(piece)
        of_relative = relative is not None and relative.start() == 0
        child = child or (bool(_CHILD.search(piece)) and not of_relative)
        if relative and relative.group().startswith(("他", "她", "孩子", "娃")):
            continue
        if relative and named and relative.start() < named[0].start and not child:
            return relation_in(piece)
        if named:
            return "子女" if child else ""
    return "子女" if child else None
