"""Who speaks, judged by the wording of a Chinese clinic.

A clinician asks about the body, names findings, doses and tests, and tells
someone what to do. A patient tells of the own body in everyday words, addresses
the doctor, and asks whether something is serious or necessary. A companion
tells of a third person.
"""

from __future__ import annotations

import re

_TESTS = (
    r"血常规|尿常规|便常规|大便|牙片|胸片|正侧位|骨盆片|片子|肝肾功能|肝功|肾功|血脂|血糖"
    r"|糖化|尿微量白蛋白|凝血|CT|B超|彩超|超声|磁共振|过敏原|幽门螺杆菌|眼底|肠镜|胃镜|心电图"
    r"|甲功|铁蛋白|肺功能"
)
_READINGS = (
    r"白细胞|中性粒|血红蛋白|血小板|C反应蛋白|肌酐|尿酸|转氨酶|峰流速|血钾|铁蛋白|糖化"
)

#: What a clinician asks about with 会不会, what a patient asks leave for with 能不能,
#: and what a patient dreads.
_BODY = r"[^，。]{0,4}(?:汗|醒|疼|痛|喘|咳|吐|晕|麻|肿|心慌|发烧)"
_ALLOWED = r"(?:不|吃|喝|用|洗|开|做|打|上班|上学|坐飞机)"
_DREADED = r"[^，。]{0,3}(?:癌|瘤|中风|心脏病|绝症)"

#: Wording of clinicians with its weight.
_CLINICIAN: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (weight, re.compile(pattern))
    for weight, pattern in (
        # Questions about complaints, history and habits.
        (
            1.6,
            r"哪儿?[里]?(?:不舒服|不得劲|疼|难受)|怎么(?:不舒服|个[^，]{0,3}法|起来的|了这)"
            r"|咋了这是|^怎么了",
        ),
        (
            1.2,
            r"(?<!好)(?:多久|多长时间|多少年|几天|几年|几次|几回|几岁|多大|多少度|多少个?单位)(?:了"
            r"|啊)?(?:$|[，。？?])",
        ),
        (
            1.1,
            r"什么时候(?:开始|起|容易|来)|什么样|什么颜色|什么声|什么药(?:过敏|了|没)"
            r"|最高(?:烧到)?多少",
        ),
        (
            1.3,
            r"(?:发烧|发热|咳嗽|有痰|疼|痛|吐|恶心|头晕|心慌|胸闷|麻|肿|痒|气短|出汗|流鼻涕"
            r"|喘)(?:过)?(?:不疼|不痒|不麻|没吐(?!出)|吗|没有|没得|不$|呢)",
        ),
        (
            1.0,
            rf"(?!要不|用不|行不|会不会(?!{_BODY})|能不能{_ALLOWED}|是不是{_DREADED})"
            r"(\w)[不没]\1(?!出|成|着)|(?<!没)有没有|[^没]有[^，。]{1,8}没(?:有)?$"
            r"|[\u4e00-\u9fff]过没有",
        ),
        # Nothing but the question: a clinician going through a list.
        (1.6, r"^(?:是|那|那么|都)?(?:什么|怎么|哪)[^，。]{1,5}[？?]$"),
        (
            1.8,
            rf"^[^，。]{{0,4}}(?!要不|用不|行不|会不会(?!{_BODY})|能不能{_ALLOWED})"
            r"([\u4e00-\u9fff])[不没]\1[\u4e00-\u9fff]{0,3}[。？?]?$",
        ),
        (
            1.2,
            r"(?<!不)过敏(?:吗|史|药|的?药)?(?:有没有|有吗|没有(?!，)|吗|不$|的吧|$)|^.{0,8}过敏.{0,3}(?:吗"
            r"|有没有)",
        ),
        (1.1, r"(?:抽烟|喝酒|高血压|糖尿病|老毛病|手术|末次月经).{0,8}(?:吗|没有|呢|吧$|什么时候)"),
        (
            0.9,
            r"^(?:以前|平时|家里人?|在家|白天|晚上|吃饭|体重|药物).{0,12}(?:吗|呢|没有|什么"
            r"|怎么样|咋样)",
        ),
        (
            0.9,
            r"怎么(?:吃|用|打|来)的|(?:吃|用|打)的?(?:是)?什么(?:药)?|(?:体重|身高|血压|血糖"
            r"|心率).{0,4}多少",
        ),
        (0.6, r"(?:多少|什么|几天|几次|没有|哪儿|怎么样|吗|呢)？$"),
        (0.8, r"(?:正常吗|怎么样|咋样|好不好|准不准)"),
        # Examination and findings.
        (
            2.2,
            r"啰音|哮鸣|压痛|反跳痛|叩痛|肌紧张|充血|呼吸音|肠鸣音|律齐|阴性|阳性|扁桃体|麦氏"
            r"|墨菲|直腿抬高|浮髌|三凹|前囟",
        ),
        (
            1.6,
            r"我(?:来)?(?:听听|看看|摸摸|检查)|(?:来|给)我(?:听|看|摸)|张嘴|躺下|趴下|深吸气"
            r"|量(?:一下|个)|称一下|坐稳|放松",
        ),
        (1.4, r"(?:体温|血压|脉搏|心率|血氧|呼吸)[是，]?[一二三四五六七八九十百\d]"),
        # Judgement and orders.
        (1.8, r"考虑|诊断|排除|可能性大|^是?急性|不是(?:中风|肿瘤|癌)|控制得不好"),
        (
            1.8,
            r"给[你他她您]{1,2}?(?:开|做|换|停)|开(?!始|头|刀|水|口)(?:点|个|了"
            r"|的)?[\u4e00-\u9fff]{2,8}(?:片|胶囊|颗粒|洗剂|，)|(?:先|就)不(?:用|开|吃|打|输)",
        ),
        (
            1.5,
            r"(?:查|拍|做|验|化验|抽血查|复查)(?:个|一下|一个|点)?(?:血|尿|便|大便|胸片|心电"
            r"|B超|CT|磁共振|甲功|双膝|眼底|雾化|头颅)",
        ),
        (
            1.4,
            r"(?:毫克|克|毫升|片|粒|袋|单位)[，]?(?:一天|每天|每日|口服|嚼服|睡前|早上一次)"
            r"|饭后吃|饭前吃|一天[一二两三四]次",
        ),
        (
            1.6,
            r"(?:天|周|个月|礼拜|星期)(?:以)?后[^，]{0,6}(?:复查|复诊|再来|来看|打电话)|随时来"
            r"|马上(?:来|送|转|去)|赶紧(?:回来|来)|(?:明天|一周).{0,4}(?:复诊|再来)",
        ),
        (
            1.2,
            r"多喝水|多休息|(?:别|不要|少)(?:再|太)?(?:吃|喝|抽|抓|熬|憋|弯|停|动|爬|看)|戒(?:烟|酒)"
            r"|得戒|按时吃|接着吃|停了吧|注意|保持",
        ),
        (1.0, r"如果|要是.{1,14}(?:就|马上|赶紧|立刻|随时|打)"),
        (
            1.8,
            r"(?:^|[，。])(?:别(?!的|人|提)|不要(?!紧)|不许|小心|记得|坚持)[\u4e00-\u9fff]"
            r"|^(?:先)?不用[\u4e00-\u9fff，。]|^可以[，。吃用做]"
            r"|[\u4e00-\u9fff](?:别|不要|少)(?:吃|喝|碰|沾|进|太|用)",
        ),
        # A condition under which to come back.
        (
            1.6,
            r"(?:要是|如果|万一|或者)[^。]{1,24}[，。]?(?:来|去医院|急诊|就诊)"
            r"|(?:来|周|月|以后|定期)复查|(?:当天|提前|随时)就?来|去急诊|来找我",
        ),
        (
            1.4,
            r"^那可?不行|(?:要不|建议|最好|还是)(?:做|查|拍|去|住)|科去?看一?[下看]"
            r"|(?:^|[，。])(?:这[一两几]天)?继续|一次[一二三四五六七八九十两]{1,3}(?:毫升|分钟)|间隔",
        ),
        # The name of the illness.
        (
            2.0,
            r"(?:^|[，。])(?:你|他|她|您)?这(?:个)?(?:是|属于|像|就是)(?![我他她])[\u4e00-\u9fff]{2}"
            r"|急性发作|[，。]跟[^，。]{1,12}有关",
        ),
        # Orders of tests, a plain list of them among others.
        (
            1.8,
            r"(?:查|拍|做|抽|约)(?:一?个|一下|一?次|点)?"
            rf"[\u4e00-\u9fff]{{0,6}}(?:{_TESTS})(?![^，。]{{0,6}}吗)"
            rf"|(?:{_TESTS})[^，。]{{0,3}}(?:也|都|再|抽|复)[^，。]{{0,2}}(?:查|个|做)"
            rf"|(?:{_TESTS})[^。了过]{{0,8}}(?:{_TESTS})",
        ),
        # Results read aloud.
        (
            1.8,
            r"(?:片子|结果|报告|化验单)(?:出来|我?看)|鼓膜|肺里|骨头没"
            rf"|(?:{_READINGS})[是，]?[一二三四五六七八九十百\d]",
        ),
        # A changed or a new course of treatment.
        (
            1.2,
            r"(?:换成|加到|减到|减成|改成|^加|[，。]加)[\u4e00-\u9fff]{2}"
            r"|(?:每天|每晚|早晚各?|一天)[一二两三四][次回][，。]"
            r"|吃[一两三五七十][天周个]|一次[一二两三][片粒吸喷袋]",
        ),
        (
            1.2,
            r"^(?:别的(?!没)|其他|药物过敏|过敏|烟酒|大小便|胃口|睡眠)[^，]{0,4}呢?[？?]?$"
            r"|什么时候重",
        ),
        # The name of an illness, told as it stands in a record.
        (
            1.2,
            r"^[^，。我你有得]{1,10}(?:炎|综合征|结石|增生|突出症?|感染|神经病变|剧吐|绞痛|低血糖了"
            r"|急性加重|脂肪肝)(?:，|$)",
        ),
        # Signs and treatments in the words of the trade.
        (
            1.6,
            r"ST段|感觉减退|肌力|反射|淋巴结|动脉搏动|评分|尼龙丝|罗音|肌注|静滴|静推|打120|随身带"
            r"|对症|复查|溃疡[？?]?$",
        ),
        (
            1.4,
            r"(?:过敏|抽烟|喝酒|怀孕)不$|啥的没$|做过啥|对啥|啥情况|咋的|怎么啦|^多久"
            r"|酒(?:不能|别|得)|看看残余尿|抽个血",
        ),
        # Dictation.
        (
            2.0,
            r"患者|病人|查体|既往|否认|主诉|未闻及|未见|诊断|处理[，：]|伴[\u4e00-\u9fff]"
            r"|每日[一二两三四\d]|清创|缝合|患肢|末梢",
        ),
        (
            1.0,
            r"^(?:改一下|不对，是|左手(?![^，]{0,4}[疼麻]))|药物过敏史|规律服用|明显缓解|尚可|伤口|局麻|换药"
            r"|无[\u4e00-\u9fff]{2}[，]无",
        ),
        # Nurses.
        (1.6, r"我会?(?:去)?(?:告诉|报告).{0,3}(?:医生|大夫)|(?:药|还是|先)?照原来的吃|再来量"),
        (
            2.0,
            r"我是.{0,14}(?:护士|医生|大夫)|随访|卫生服务站|我(?:再)?给您打|核对一下"
            r"|告诉.{1,3}医生",
        ),
        (0.7, r"您|小朋友|老太太|大娘|大爷"),
        (0.5, r"^(?:好的?|嗯|行|哦|对的)[，。]|吗[，。？?]?$|呢[？?]?$"),
    )
)

#: Wording of patients and companions with its weight.
_PATIENT: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (weight, re.compile(pattern))
    for weight, pattern in (
        (
            2.0,
            r"^(?:大夫|医生)|(?:大夫|医生)[，]?(?:我|他|她|你)|[，](?:大夫|医生)$|啊大夫"
            r"|吗大夫|听你的",
        ),
        (1.4, r"(?<!来找)(?<!跟)(?<!告诉)我(?!给|听|看|摸|再|来|是|们这|下午|今天下午)"),
        (1.0, r"我(?:爸|妈|家|媳妇|婆婆|儿子|闺女|姐|哥|大哥|奶奶|老伴)|俺|咱家"),
        (
            1.2,
            r"(?:疼|痒|咳|烧|吐|晕|麻|肿|拉|转)得|(?:疼|痒|咳|晕|烧)死|受不了|难受|遭罪|遭不住"
            r"|睡不着|没劲儿",
        ),
        (
            1.2,
            r"^(?:没有|没|有|不疼|不|对|嗯|是|抽|喝|吃|量|测|疼|胀|窜|响|转|僵|渴"
            r"|血没有)[了啊呢的]?(?:[，。]|$)",
        ),
        (
            1.0,
            r"(?:吃|贴|抹|喝|量|测|打)了[\u4e00-\u9fff，]{1,}|没用|[没不](?:管用|顶事)|没啥"
            r"|在家(?:量|吃|测)",
        ),
        (
            1.1,
            r"(?:要不要|用不用|能不能|行不行|要紧吗|严重吗|贵不贵|还用|还吃不|吃不$|不$|输液不"
            r"|行不)|能(?:喝|吃)(?:吗|不)|不会是",
        ),
        # Questions about what the doctor means to do.
        (
            2.0,
            rf"要不要|用不用|会不会(?!{_BODY})|行不行|可不可以|能不能{_ALLOWED}|是不是{_DREADED}",
        ),
        (
            2.0,
            r"不要紧吧|不[做打吃拔住查][^，。]{0,6}行吗|能(?:用|吃|喝|洗|去|打|做|上)[^，。]{0,8}"
            r"(?:吗|不)[啊呀]?[？。]?$|可以[^，。]{0,6}吗|不(?:做|打|吃|拔|住)了?(?:吧|行吗)",
        ),
        # The own illnesses and drugs, with the strength as the box has it.
        (
            2.0,
            r"[一二三四五六七八九十百零点]{2,}的[，。]|毫克的$|^(?:妈|爸|爹|娘)你",
        ),
        (
            2.8,
            r"(?:(?:^|[，。])有[\u4e00-\u9fff]{2,8}|[一二三四五六七八九十]年)"
            r"，(?:一直|天天)?(?:吃|用|喝)",
        ),
        (1.5, r"有时候忘|[老常]忘|忘了?吃|[没不]见(?:好|效)|吃的是(?!什么|啥)|我上次的"),
        # What another doctor said or gave.
        (1.5, r"(?:大夫|医生)(?:说|给|让|写|开)"),
        (
            1.2,
            r"^(?:就)?(?:买|吃|喝|用|抹|贴)了(?!什么|啥|没|吗|几|多)"
            r"|我(?:是)?(?:觉得|感觉|怕|寻思|以为)",
        ),
        (
            1.4,
            r"(?:大概|有个|差不多|好)[^，。]{0,4}(?:天|月|年|周)了|^戒了|过敏没有，"
            r"|吃了好?几|这儿，",
        ),
        (
            0.8,
            r"开始的|得有|老毛病|前天|昨天|昨晚|上回|去年|前年|上礼拜|上个月"
            r"|(?<!下)(?<!下个)礼拜|那个[，]|就是|有时候|一直|差点",
        ),
        (0.8, r"(?:都|也)(?:没有|没|不|正常|挺好)|好好的|还行|挺好的|不知道|没注意|应该|没问题"),
        (
            0.9,
            r"每天都吃|吃着呢|按时吃的|早上吃|晚上吃|^(?:高压|低压"
            r"|空腹)?[一二三四五六七八九十百零点]{2,}(?:公斤|斤|了|左右|吧)",
        ),
        (1.6, r"(?:血压|血脂|血糖)(?:也)?高[^，。]{0,5}，(?:一直)?吃"),
        (1.4, r"^没有没有|^[哦啊]对|^(?:都|也)?不过敏|听您的|^戒什么"),
        (0.8, r"行吧|谢谢|哎哟|哎呀|可不是嘛|可吓人|嘿嘿|哈哈"),
        (0.7, r"[他她](?:昨天|今天|前天|老|爷爷|奶奶|们班|不|也|没|咳|发)|我妈|孩子|娃"),
    )
)

_COMPANION: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (weight, re.compile(pattern))
    for weight, pattern in (
        (
            2.0,
            r"(?:我|俺)(?:家)?(?:妈|爸|儿子|女儿|闺女|娃|孩子|宝宝|老伴|老公|媳妇|爷爷"
            r"|奶奶)[，]?(?:头|肚|咳|发|从|昨|今|最近|拉|不|老|这)",
        ),
        (1.2, r"(?<![其司扶])[他她](?!传|说|汀)"),
        (1.4, r"(?:孩子|娃娃?|宝宝|小孩)|我给(?:他|她)?(?:喂|量)|喂了|吃奶|一顿一百|尿片|幼儿园"),
        (1.5, r"我是他老伴|他老伴|她女儿|我跟你说吧"),
    )
)

_ASKS = re.compile(
    r"[？?]$|(?:吗|呢|么|没有|没得|多久|多少|几天|几回|几次|几年|什么|哪儿?|怎么样|咋样|多少度|几岁了|的吧)(?:了|啊|哈)?$"
    r"|有没有|什么样|多长时间|(\w)不\1"
)
#: A child is the patient: a companion does the talking.
_CHILD = re.compile(
    r"小朋友|宝宝|娃娃|孩子(?:几|多|咳|发|拉|吃)|几岁了|个月.{0,4}(?:大|娃)|多大的娃|幼儿园"
    r"|吃奶|尿片"
)

_SPEAKS_FOR = re.compile(
    r"我是[他她](?:老伴|妈|爸|儿子|女儿|爱人)|我(?:来)?(?:替|帮)[他她]说|我跟[你您]说吧"
)
_HANDS_OVER = re.compile(r"(?:让|叫|给)[他她]自?己?(?:跟|和|来)?[你您]?(?:说|接)")
_NURSE = re.compile(
    r"我是.{0,16}护士|做[^，]{0,6}随访|我会?(?:去)?(?:告诉|跟|报告).{0,3}(?:医生"
    r"|大夫)(?:说)?|护士小[\u4e00-\u9fff]|回访|护士站|我是换药室"
)


_CONDITION = re.compile(r"(?:要是|如果|万一)[^。]*")


def clinician_score(text: str) -> float:
    """How far the wording is a clinician's: above 0 clinician, below 0 patient or companion."""
    # What may come ("要是疼得受不了") is no complaint.
    return _weigh(text, _CLINICIAN) - _weigh(_CONDITION.sub("", text), _PATIENT)


def companion_score(text: str) -> float:
    """How far the wording is of someone who speaks about the patient, 0 for no sign."""
    score = _weigh(text, _COMPANION)
    # A patient who tells of someone else mostly says 我 in the same breath.
    return score + 1 if score and "我" not in text else score


def asks(text: str) -> bool:
    """Whether the words are a question, so that the other side is likely to speak next."""
    return bool(_ASKS.search(text.strip()))


def speaks_of_child(text: str) -> bool:
    """Whether the words show that the patient is a child."""
    return bool(_CHILD.search(text))


def is_nurse(text: str) -> bool:
    """Whether the clinician says to be a nurse."""
    return bool(_NURSE.search(text))


def offers_to_speak(text: str) -> bool:
    """Whether someone says to answer in the patient's place."""
    return bool(_SPEAKS_FOR.search(text)) and not _HANDS_OVER.search(text)


def _weigh(text: str, wording: tuple[tuple[float, re.Pattern[str]], ...]) -> float:
    plain = text.strip().replace(",", "，").replace("?", "？").removesuffix("。")
    return sum(weight for weight, pattern in wording if pattern.search(plain))
