"""How a clause is meant: told, asked, supposed, of whom, of which time.

Read from left to right, for one segment: a condition, an example or another person stays in
force until the words lead back to the patient who sits here.
"""

from __future__ import annotations

import re
from typing import Any

from zhenlu.language.zh import interrogatives, mentions, persons
from zhenlu.language.zh.persons import OTHER, PATIENT

CONDITION = re.compile(
    r"(?<![主需])要是|如果|万一|假如|一旦|倘若|若是|若(?!干)|"
    r"(?<!过敏)(?<!药)(?<!手术)(?<!睡觉)(?<!吃饭)(?<![大小]便)(?<!家里)(?<!月经)(?<!的病)的话|出现.{1,12}(?:来|就诊|及时)|"
    r"(?<!必)要不然|真要(?!命)(?=[\u4e00-\u9fff]{1,4}$)"
)
_CONSEQUENCE = re.compile(
    r"就|再(?!也|有|加|查|做|拍|量)|马上|赶紧|随时|立刻|立即|及时|打120|去急诊|不行|赶快|联系"
)
_IMPLIED_CONDITION = re.compile(
    r"不[^,]{1,4}(?:我)?就(?:不|没)|(?:还|仍|再|不|没).{1,8}(?:就|再|随时|马上|赶紧|立刻)(?:来|去|回来|复诊|"
    r"就诊|打|过来)|"
    r"(?:(?<!我)就|马上|赶紧|随时|立刻|立即|尽快|及时)(?:来(?!了)|回来|过来|复诊|随诊|就诊|就医|去急诊|去医院|送|打120)|"
    r"(?:还|仍)[^,]{1,6}就(?:住院|转院|手术|输液)|(?:还|仍)[^,]{1,5}再(?:拍|做|查|加|换|考虑)|随诊$|不好转"
)
#: What is told of people in general, read somewhere, feared or thought: no fact of the patient.
_EXAMPLE = re.compile(
    r"有的人|有些人|很多人|一般人|有的孩子|别人(?!脚|身上|家|给|的)|有人|人家|少数人|个别人|极少数|一部分人|打个?比方|"
    r"网上(?!买|购|挂|下单)|电视|抖音|视频|百度|小红书|公众号|朋友圈|群里|广播|报纸|书上|说明书|药盒上|(?<!没)听(?:人)?说|专家|节目|新闻|"
    r"以防|免得|以免|防止|避免|预防(?!用|性|吃|注射)|(?:一般|通常|严重)[^,]{0,14}才|"
    r"副作用|常见的?反应|可能会|可能引起|容易引起|会引起|会导致|容易得|会不会|不会[是得]|不像是|"
    r"怕(?=低血压|依赖|盖住|感染|摔)|"
    r"[\u4e00-\u9fff]{2}的(?:人|患者|病人|孕妇|孩子)(?=不|别|要|得|可|才|就|都|容易|禁|慎)|"
    r"过敏(?:的|者)(?:就|都|可)?(?:不能|不要|不可|不宜|别|禁|慎)"
)
#: What a patient fears or thought; a clinician's 怕是 suspects.
_WORRY = re.compile(
    r"(?<!别)(?<!不用)(?<!不要)担心|害怕|我怕|怕是|怕得|以为|"
    r"(?:最|就|老|也|有点|挺|还)怕(?!冷|热|光|风|吵|声|凉|油|见|冻|黑|人)"
)
#: 可我真头疼了, 主要是咳嗽: from what others say and what is feared back to oneself.
_BACK_TO_FACT = re.compile(
    r"(?:可|可是|但|但是|不过|结果|所以|反正|后来)?(?:我(?!怕|也怕|就怕|最怕|担心|以为|听|看)|主要|这不|这[回次])"
)
_PAST = re.compile(
    r"上个?(?:礼拜|周|星期)还|以前|从前|小时候|年轻|(?:高中|初中|中学|小学|上大学|当兵)[^,]{0,4}过|早年|去年|前年|大前年|前几年|上个月|上次|上回|上一次|那年|曾经|既往|"
    r"(?<![晕昏])过去(?!了)|往年|(?:^|[我你他她])之前|"
    r"头几年|当年|\d岁(?:多|半)?(?:的时候|的辰光|那会|时|那年|得过|割的)|小的时候"
)


_HE_OR_SHE = re.compile(r"[他她](?!们|说|让|给|叫)")
#: 说她偏头痛就吃这个: what someone told of themselves.
_SAYS_OF_THEMSELVES = re.compile(r"说(?:是)?[他她](?:自己)?(?!们)")


class Before:
    """What earlier clauses of the same turn leave in force."""

    def __init__(self, companion: bool, spoken_for: str, accompanied: bool = False) -> None:
        self._companion = companion
        self._accompanied = accompanied
        self._spoken_for = spoken_for
        self._condition = 0
        self._example = False
        self._about = PATIENT
        self._past = False
        self._family_asked = False
        self._of_companion = False
        self._named_relative = False

    def answer_for_family(self) -> None:
        """A companion who is asked about the family says 我 of one of them."""
        self._family_asked = self._companion

    def speak_of_other(self) -> None:
        self._about = OTHER

    def end_sentence(self) -> None:
        self._condition = 0
        self._example = False
        self._past = False
        if self._about != OTHER:
            self._about = PATIENT

    def mark(self, text: str, clinician: bool | None, dictated: bool) -> dict[str, Any]:
        question, confirm = interrogatives.read(text, clinician, dictated)
        supposed = self._supposed(text, clinician)
        return {
            "question": question or (confirm and clinician is not False),
            "confirm": confirm,
            "supposed": supposed,
            "condition": supposed and not self._example,
            "about": self._person(text, clinician),
            "past": self._was(text, dictated),
        }

    def _supposed(self, text: str, clinician: bool | None) -> bool:
        if clinician is False and _BACK_TO_FACT.match(text):
            self._example = False
        if _EXAMPLE.search(text) or (clinician is not True and _WORRY.search(text)):
            self._example = True
        if CONDITION.search(text):
            self._condition = 3
        elif _IMPLIED_CONDITION.search(text) and (
            clinician is not False or re.search(r"就(?:不|没)", text)
        ):
            return True
        supposed = self._example or self._condition > 0
        if self._condition:
            marker = CONDITION.search(text)
            rest = text[marker.end() :] if marker else text
            self._condition = 0 if _CONSEQUENCE.search(rest) else self._condition - 1
        return supposed

    def _person(self, text: str, clinician: bool | None) -> str:
        third = persons.THIRD.search(text) or (
            None if clinician else persons.CALLED_BY_NAME.search(text)
        )
        if third and not re.match(
            r"(?:们)?(?:就)?(?:给了?(?:我|他|她|拿|买|开|弄|送|量|按|\d)|给|帮|说(?:我|让|得|叫|你|赶紧|来|这|看|给)|也?劝|介绍|"
            r"推荐|让我|送我|扶|陪|拿)",
            text[third.end() :],
        ):
            self._about = OTHER
            return self._about
        if self._companion and self._tells_of_themselves(text):
            return self._about
        if self._tells_on_of_other(text, clinician):
            self._about = OTHER
            return self._about
        return self._of_whom(text, clinician)

    def _tells_of_themselves(self, text: str) -> bool:
        """我自己也感冒了, 我是青光眼, by someone who brings the patient."""
        if not self._family_asked and persons.is_of_companion(text):
            illness = mentions.find(text, "disease") and not mentions.symptoms(text)
            self._about, self._of_companion = "家人" if illness else OTHER, True
            return True
        if self._about == PATIENT or not self._of_companion:
            return False
        if persons.leads_back_to_brought(text):
            self._about, self._of_companion = PATIENT, False
        return True

    def _of_whom(self, text: str, clinician: bool | None) -> str:
        if persons.ONLY_ME.search(text):
            self._about = PATIENT
            return self._about
        if self._family_asked and persons.ONESELF.match(text):
            self._about = "家人"
            return self._about
        relative = persons.RELATIVE.search(text)
        self._named_relative = self._named_relative or bool(relative)
        if relative and not _only_goes_with(relative, text):
            self._about = self._relation(relative, text, clinician)
        elif self._about != PATIENT and (
            persons.is_of_patient(text) or (self._companion and persons.names_child(text))
        ):
            self._about = PATIENT
        return self._about

    def _tells_on_of_other(self, text: str, clinician: bool | None) -> bool:
        """我媳妇给的。她在喂奶: a patient who speaks for themselves tells of another."""
        alone = clinician is False and not self._accompanied and not self._spoken_for
        told = self._named_relative and _HE_OR_SHE.match(text)
        return alone and bool(told or _SAYS_OF_THEMSELVES.match(text))

    def _relation(self, match: re.Match[str], text: str, clinician: bool | None) -> str:
        relation = persons.RELATIVES[int(str(match.lastgroup)[1:])][1]
        if relation == self._spoken_for:
            return PATIENT
        if clinician and relation != "家人" and not re.search(r"家里|遗传|家族", text):
            named = re.search(r"父亲|母亲|兄|弟|姐|妹|[祖爷奶]|^那?妈妈", match.group())
            return relation if named or self._is_addressed(match, text) else PATIENT
        if self._speaks_for(match, text):
            return PATIENT
        return relation

    def _is_addressed(self, match: re.Match[str], text: str) -> bool:
        """你老公有没有症状, to the patient; said to a companion, the patient may be meant."""
        yours = re.search(r"[你您](?:们?家)?的?$", text[: match.start()])
        return bool(yours or match.group()[0] in "你您") and not self._accompanied

    def _speaks_for(self, match: re.Match[str], text: str) -> bool:
        """A companion's 我妈 or 我家孩子 is the patient; so is an agent: 婆婆给抹了药."""
        if re.search(
            r"^(?:给|喂|让|帮|送|带|替|就给|说(?:我|让|得|叫|你|赶紧|来|这|看|他|她|是)|觉得|看|买)",
            text[match.end() :],
        ):
            return True
        if self._spoken_for and self._spoken_for != persons.relation_in(match.group()):
            return False
        return self._companion and bool(
            re.match(r"(?:大夫|医生|我|俺|咱|这|是|家|的|,)*$", text[: match.start()])
            and re.match(r"我|俺|咱|儿子|闺女|女儿|孙|老", match.group())
            and not re.search(r"^(?:也|自己|有|得过|以前|他|她|才[有是得])", text[match.end() :])
        )

    def _was(self, text: str, dictated: bool) -> bool:
        if _PAST.search(text) and not dictated and not _earlier_in_this_illness(text):
            self._past = True
        elif re.search(r"现在|今天|昨天|这次|这回|最近|这几天|目前|[1一].{1,2}就|每次", text):
            self._past = False
        return self._past


def _earlier_in_this_illness(text: str) -> bool:
    """之前发过烧吗: a complaint asked about before the others, not one of years ago."""
    return bool(re.match(r"(?:那|在)?(?:这)?之前", text)) and bool(mentions.symptoms(text))


def _only_goes_with(relative: re.Match[str], text: str) -> bool:
    """去闺女家忘带了, 跟我姐逛街: the relative is where or with whom, not of whom."""
    lead = re.search(r"(?:去|到|在|跟|和|陪|找|接|送)(?:我|他|她)?$", text[: relative.start()])
    own = re.match(r"[们]?(?:也|都|有|是|[1一]样|得)", text[relative.end() :])
    return lead is not None and own is None
