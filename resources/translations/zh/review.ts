<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ChangesText</name>
    <message>
        <source>What differs</source>
        <extracomment>Between what went and what came in its place: struck out or not, 1 and 10 read as 110.</extracomment>
        <translation>有何不同</translation>
    </message>
    <message>
        <source>The two read the same.</source>
        <translation>两个版本一样。</translation>
    </message>
</context>
<context>
    <name>Decisions</name>
    <message>
        <source>Before signing</source>
        <translation>签名前请看</translation>
    </message>
    <message>
        <source>Noted when signed</source>
        <translation>签名时的提示</translation>
    </message>
    <message>
        <source>{count} needed</source>
        <translation>{count} 项必答</translation>
    </message>
    <message>
        <source>next</source>
        <translation>下一项</translation>
    </message>
    <message>
        <source>Said, not written</source>
        <translation>说了，没写</translation>
    </message>
    <message>
        <source>Written, not said</source>
        <translation>写了，没说</translation>
    </message>
    <message>
        <source>Nothing was noted.</source>
        <translation>没有提示。</translation>
    </message>
    <message>
        <source>Nothing left to decide.</source>
        <translation>没有待定的了。</translation>
    </message>
</context>
<context>
    <name>DictationLine</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Last words…</source>
        <translation>最后几句……</translation>
    </message>
    <message>
        <source>Dictating here: {heard}</source>
        <translation>正在听写到这里：{heard}</translation>
    </message>
</context>
<context>
    <name>DraftOffer</name>
    <message>
        <source>The draft from the conversation also says</source>
        <translation>根据对话，草稿还写了</translation>
    </message>
    <message>
        <source>Add it</source>
        <translation>加进来</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>不要</translation>
    </message>
</context>
<context>
    <name>EvidenceDock</name>
    <message>
        <source>Evidence for this sentence</source>
        <extracomment>Heard before and after the words, so that they do not begin in the middle of a breath. How fast one may listen; the button goes from one to the next.</extracomment>
        <translation>所选句子的依据</translation>
    </message>
    <message>
        <source>This line</source>
        <translation>这句原话</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Speed of listening</source>
        <translation>播放速度</translation>
    </message>
    <message>
        <source>No sound is kept of this visit</source>
        <translation>这次就诊没有保存录音</translation>
    </message>
    <message>
        <source>not in the record</source>
        <translation>没有写进病历</translation>
    </message>
    <message>
        <source>sentences that rest on it: {count}</source>
        <translation>病历中有 {count} 句以此为依据</translation>
    </message>
    <message>
        <source>Put the caret into a sentence</source>
        <translation>把光标放进一句话</translation>
    </message>
    <message>
        <source>Nothing was said about this</source>
        <translation>对话里没有谈到</translation>
    </message>
    <message>
        <source>dictated by the clinician</source>
        <translation>医生听写</translation>
    </message>
    <message>
        <source>✓ the words support it</source>
        <translation>✓ 原文有依据</translation>
    </message>
    <message>
        <source>? no evidence found for this sentence</source>
        <translation>? 这句话没有找到依据</translation>
    </message>
    <message>
        <source>≠ the words say something else</source>
        <translation>≠ 与原文不一致</translation>
    </message>
    <message>
        <source>✎ typed by the clinician</source>
        <translation>✎ 医师录入</translation>
    </message>
</context>
<context>
    <name>FindingCard</name>
    <message>
        <source>answer needed</source>
        <extracomment>Of the two sides of the ledger; a finding&apos;s sign has the colour of its state. Clear of the sign before the title.</extracomment>
        <translation>必答</translation>
    </message>
    <message>
        <source>Why it may stand, then Enter</source>
        <translation>写明理由后按回车</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>I have seen to it</source>
        <translation>已知晓并处理</translation>
    </message>
    <message>
        <source>Give a reason</source>
        <translation>写理由</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>Write “{text}”</source>
        <translation>改为“{text}”</translation>
    </message>
    <message>
        <source>Add it</source>
        <translation>加进来</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>已知晓</translation>
    </message>
    <message>
        <source>left as it is</source>
        <translation>保留原样</translation>
    </message>
</context>
<context>
    <name>LedgerCard</name>
    <message>
        <source>Write into {section}</source>
        <translation>写入{section}</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>不写</translation>
    </message>
    <message>
        <source>“{words}”</source>
        <translation>“{words}”</translation>
    </message>
    <message>
        <source>Strike out</source>
        <translation>删去</translation>
    </message>
    <message>
        <source>It is right</source>
        <translation>我确认</translation>
    </message>
</context>
<context>
    <name>SectionRow</name>
    <message>
        <source>Copy this section</source>
        <translation>复制本节</translation>
    </message>
    <message>
        <source>Dictate into this section</source>
        <translation>听写到这一节</translation>
    </message>
    <message>
        <source>The words were corrected: write this section again</source>
        <translation>原文改过，重写本节</translation>
    </message>
    <message>
        <source>not mentioned yet</source>
        <translation>还没谈到</translation>
    </message>
    <message>
        <source>{count} of {longest}</source>
        <translation>{count} / {longest} 字</translation>
    </message>
</context>
<context>
    <name>SheetHead</name>
    <message>
        <source>AI draft, not reviewed</source>
        <extracomment>More than these are scrolled. Beside the words of a title: the space at its ends and the arrow that opens the list.</extracomment>
        <translation>AI生成，待医师审核</translation>
    </message>
    <message>
        <source>Template of the record</source>
        <translation>病历模板</translation>
    </message>
    <message>
        <source>Write this visit in another template</source>
        <translation>换一个模板写这次就诊</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Recording {whole}; the model read to {read}</source>
        <translation>录音 {whole}；模型读到 {read}</translation>
    </message>
    <message>
        <source>Recording {whole}; of 00:00–{closed} the model saw the facts, not the words</source>
        <translation>录音 {whole}；其中 00:00–{closed} 模型只看要点，未看原话</translation>
    </message>
    <message>
        <source>covers the whole recording 00:00–{whole}</source>
        <translation>已覆盖全部录音 00:00–{whole}</translation>
    </message>
</context>
<context>
    <name>SidePane</name>
    <message>
        <source>Conversation</source>
        <translation>对话原文</translation>
    </message>
</context>
<context>
    <name>SignBar</name>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>复制全文</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>Amend</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Write it again as a further version</source>
        <translation>另写一个新版本</translation>
    </message>
    <message>
        <source>Why it is written again, then Enter</source>
        <translation>为什么修改，写好按回车</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Passphrase, then Enter</source>
        <translation>输入密码，按回车</translation>
    </message>
    <message>
        <source>Passphrase for the signature</source>
        <translation>签名密码</translation>
    </message>
    <message>
        <source>Give up the amendment</source>
        <translation>放弃更正</translation>
    </message>
    <message>
        <source>Give it up</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Go on writing</source>
        <translation>继续写</translation>
    </message>
    <message>
        <source>Give up what is written in this amendment?</source>
        <translation>放弃这次更正写的内容？</translation>
    </message>
    <message>
        <source>Version {number} stays as it was signed.</source>
        <translation>已签名的第 {number} 版照旧。</translation>
    </message>
    <message>
        <source>Reasons still needed: {count}</source>
        <translation>还有 {count} 项需要说明理由</translation>
    </message>
    <message>
        <source>{count} to confirm</source>
        <translation>还有 {count} 项请确认</translation>
    </message>
    <message>
        <source>Ready to sign</source>
        <translation>可以签名</translation>
    </message>
    <message>
        <source>{known} with evidence · {unknown} without · {typed} typed</source>
        <translation>{known} 句有依据 · {unknown} 句没找到依据 · {typed} 句本人输入</translation>
    </message>
</context>
<context>
    <name>VersionsView</name>
    <message>
        <source>Signed versions</source>
        <translation>已签版本</translation>
    </message>
    <message>
        <source>Nothing is signed yet. The first signature makes version 1.</source>
        <translation>还没签过名。第一次签名就是第 1 版。</translation>
    </message>
    <message>
        <source>Sign as well</source>
        <translation>加签</translation>
    </message>
    <message>
        <source>Passphrase, then Enter</source>
        <translation>输入密码，按回车</translation>
    </message>
    <message>
        <source>Passphrase for the signature</source>
        <translation>签名密码</translation>
    </message>
    <message>
        <source>compared with</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Earlier version</source>
        <translation>前一个版本</translation>
    </message>
    <message>
        <source>Later version</source>
        <translation>后一个版本</translation>
    </message>
    <message>
        <source>{person}, {time}</source>
        <translation>{person}，{time}</translation>
    </message>
    <message>
        <source>also {people}</source>
        <translation>加签：{people}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>late entry</source>
        <translation>补记</translation>
    </message>
    <message>
        <source>as it stands now</source>
        <translation>现在的草稿</translation>
    </message>
</context>
<context>
    <name>WordsPane</name>
    <message>
        <source>Conversation</source>
        <translation>对话原文</translation>
    </message>
    <message>
        <source>Swap doctor and patient</source>
        <translation>互换医患</translation>
    </message>
</context>
</TS>
