<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>InsightsPage</name>
    <message>
        <source>The day in figures</source>
        <translation>今天的数字</translation>
    </message>
    <message>
        <source>Sign one by one</source>
        <translation>逐份签名</translation>
    </message>
    <message>
        <source>Visits by the hour</source>
        <translation>各时段就诊</translation>
    </message>
    <message>
        <source>Rewritten most</source>
        <translation>改得最多的</translation>
    </message>
    <message>
        <source>What the drafts rested on</source>
        <translation>草稿的依据</translation>
    </message>
    <message>
        <source>visits</source>
        <translation>次就诊</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>已签</translation>
    </message>
    <message>
        <source>open</source>
        <translation>未签</translation>
    </message>
    <message>
        <source>to be signed</source>
        <translation>待签名</translation>
    </message>
    <message>
        <source>follow-ups due</source>
        <translation>随访到期</translation>
    </message>
    <message>
        <source>recorded today</source>
        <translation>今日录音</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>There was no visit today.</source>
        <translation>今天还没有就诊。</translation>
    </message>
    <message>
        <source>Share of the sentences that somebody typed, last four weeks.</source>
        <translation>近四周里手工改写的句子占比。</translation>
    </message>
    <message>
        <source>Nothing was rewritten in the last four weeks.</source>
        <translation>近四周没有改写。</translation>
    </message>
    <message>
        <source>Nothing was drafted in the last four weeks.</source>
        <translation>近四周没有草稿。</translation>
    </message>
    <message>
        <source>{share} of the drafted sentences had their evidence in what was said.</source>
        <translation>起草的句子里 {share} 在原文中有依据。</translation>
    </message>
</context>
</TS>
