"""Whether a clause asks: by its words, its question mark, and by who says it."""

from __future__ import annotations

import re

from zhenlu.language.zh import mentions

_QUESTION = re.compile(
    r"\?|有没有|有没得|是不是|会不会|能不能|可不可以|要不要|用不用|行不行|"
    r"吗[,。]?$|吗(?=啊|呀|呢)?$|么$(?<!什么)|呢$|"
    r"(?<![不没])([\u4e00-\u9fff])(?:不\1|没\1(?:过|了)?$)|没有[啊呀呢]?$|没$|有没$|了没有?|过没有?|没得$|"
    r"多久|多长|多少|多大|多重|(?<![好这前过头那\d])几(?=天|年|次|回|个|度|岁|月)(?!天了$)|什么时候|"
    r"哪[一1]?[里儿边个块只条侧颗](?!.{0,2}[都也])|"
    r"怎么(?!也|都|着|会|吃(?!的|呢|啊|好|$))|咋(?!咋)|为什么|什么(?!的|都|也|事)|啥(?!也|都|事)|(?<!诊断)(?<!考虑)还是(?!弱?阳性|阴性|正常|偏?高|偏?低|老样子)(?=.{1,6}$)"
)
_NO_QUESTION = re.compile(
    r"不知道|没什么|不怎么|没怎么|没啥|不咋|说不好|好几|没几|几个(?:学?科|专科)|几个小时|十几|再说|不清楚|怎么也|吃啥吐啥|吃什么吐什么|哪有|叫个?(?:什么|"
    r"啥)(?=[\u4e00-\u9fff]{2})"
)
#: A patient's 现在能吃吗 without the particle: 能吃非布司他不.
_ASKS_BACK = re.compile(r"(?:要|能|用|行|可以|还|接着)[^,]{0,12}不$")
#: 没有吐？: a recogniser's question mark behind an answer.
_ANSWERS = re.compile(r"(?:没有?|不|有点|有1点|有些|都|也|就是|嗯|对)[^?]*\?$")
_CONFIRM = re.compile(r"(?:是吧|对吧|吧|是不是|对不对|哈)$")
#: 吃还是不吃, 4片还是10片来着; 心还是乱跳 tells.
_CHOICE = re.compile(
    r"(?:是|要|该|能|吃|用|做|打|开|换|去|算).{0,6}还是."
    r"|\d[^,]{0,4}还是[^,]{0,6}\d"
)
#: 过敏的情况说一下: a request is a question, too.
_REQUEST = re.compile(r"(?<!我)(?<!再)(?:说说|讲讲|(?:[说讲谈]|描述|形容)[1一]下)(?:看|吧|呢)?$")
#: 停了吧, 做个CT吧: a proposal, although it ends like a question.
_PROPOSAL = re.compile(
    r"(?:停|开|拍|做|查|先|换|改|试|要不|吃|多|别|休息|算|\d+[次片粒天周袋]).{0,12}吧$"
)
#: 查个血常规看贫不贫血: what a test is for is no question.
_PURPOSE = re.compile(r"(?<=[规查片能声超镜图])看(?:看|1?下)?(?=是不是|有没有|有无|会不会|.不).*$")
#: 我这不是发烧嘛, 前天不是拉肚子吗: told, although it is worded as a question.
_RHETORICAL = re.compile(r"(?<![是要会你您])不是(?:还|又|老|就|也)?[^,]{2,}(?:吗|嘛|么)[?]?$")
#: 过敏史, 手术史: a heading in a clinician's mouth asks.
_HEADING = re.compile(
    r"(?:药物|有)?(?:过敏药|过敏史|药物过敏|过敏|手术史|家族史|既往史|过敏的药)"
)
_NAMES_A_SIDE = re.compile(r"(?:往|靠)?[左右](?:边|侧)?没有")
#: 还是肩周炎: what a clinician holds on to; 还是另一边 asks.
_REMAINS = re.compile(r"还是(?:那个)?[\u4e00-\u9fff]{1,6}(?:炎|病|症|癌|瘤|中风|骨折|突出)")
#: 阿托伐他汀还是20毫克: one dose that is kept, no choice between two.
_KEEPS_DOSE = re.compile(
    r"\D*还是(?:吃|用|打)?\d+(?:\.\d+)?(?:毫克|微克|毫升|个?单位|克|片|粒|袋|次)[^,\d]{0,2}"
)
_WHETHER = re.compile(r"有没(?!有)[\u4e00-\u9fff]")
_ENDS_DENYING = re.compile(r"(?:没有?|没得)[啊呀]?$|呢$")
_ENDS_ASKING = re.compile(r"(?<!没)有没|吗$")
_ENDS_WITH_NO = re.compile(r"(?<=[\u4e00-\u9fff])(?<![不倒也都还就才可是])不[嘛哦噻啊]?\??$")
_SOME = re.compile(r"(?<=[了过有着])几(?=[天次回个片粒年])")


def read(text: str, clinician: bool | None, dictated: bool) -> tuple[bool, bool]:
    """Whether a clause is a question, and whether it only asks for agreement (…是吧)."""
    if dictated:
        return False, False
    asking = _PURPOSE.sub("", text)
    confirm = bool(_CONFIRM.search(text.rstrip("?")))
    if clinician is False:
        return _patient_asks(text, asking), confirm
    question = is_worded_as_question(asking) or _ends_with_no(text)
    if not clinician:
        return question or confirm, confirm
    if _HEADING.fullmatch(text) or _REQUEST.search(text):
        return True, confirm
    if confirm and _PROPOSAL.search(text):
        return False, False
    if _NAMES_A_SIDE.fullmatch(text) or _REMAINS.match(text) or _KEEPS_DOSE.fullmatch(text):
        question = False
    if _WHETHER.match(text):
        question = True
    return question or confirm, confirm


def _patient_asks(text: str, asking: str) -> bool:
    if _ASKS_BACK.search(text) or _ends_with_no(text):
        return True
    if "还是" in text and not _CHOICE.search(text):
        return bool(_QUESTION.search(asking.replace("还是", "")))
    if _RHETORICAL.search(text) or _asks_after(text):
        return not _RHETORICAL.search(text)
    # 嚼了几天: said by a patient, a number that is not known exactly.
    asking = _SOME.sub("数", asking)
    if _ANSWERS.match(text) and not _QUESTION.search(asking.rstrip("?")):
        return False
    if _ENDS_DENYING.search(text):
        return bool(_ENDS_ASKING.search(text))
    return is_worded_as_question(asking)


def _ends_with_no(text: str) -> bool:
    """过敏不, 去打针不"""
    return bool(_ENDS_WITH_NO.search(text))


def is_worded_as_question(text: str) -> bool:
    """Whether the words themselves ask; a question mark alone may ask for agreement."""
    return bool(_QUESTION.search(text)) and not _NO_QUESTION.search(text)


def _asks_after(text: str) -> bool:
    """那布洛芬呢: a patient asks about a drug or a test that was named."""
    match = re.fullmatch(r"(?:那|还有|那个)*(?P<n>[^,]{2,10})呢\??", text)
    return match is not None and any(
        m.end - m.start == len(match["n"]) for m in mentions.find(match["n"], "drug", "test")
    )
