<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>PreviewPane</name>
    <message>
        <source>signed v{number}</source>
        <translation>已签 v{number}</translation>
    </message>
    <message>
        <source>AI draft, not reviewed</source>
        <translation>AI生成，待医师审核</translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>Find</source>
        <extracomment>After the last key; an input method that composes keeps quiet meanwhile.</extracomment>
        <translation>检索</translation>
    </message>
    <message>
        <source>A name or its pinyin, a drug, an allergy, “high blood pressure last month”</source>
        <translation>姓名或拼音、药名、过敏、“上个月血压高的”</translation>
    </message>
    <message>
        <source>What to look for</source>
        <translation>查找内容</translation>
    </message>
    <message>
        <source>Type a few letters. ↓ chooses, Enter opens.</source>
        <translation>输入几个字；↓ 选择，回车打开。</translation>
    </message>
    <message>
        <source>Nothing found. Use fewer words, or remove one condition.</source>
        <translation>没找到。少写几个字，或去掉一个条件试试。</translation>
    </message>
    <message>
        <source>patient: {name}</source>
        <translation>患者：{name}</translation>
    </message>
    <message>
        <source>patients: {count}</source>
        <translation>{count} 位患者</translation>
    </message>
    <message>
        <source>records: {count}</source>
        <translation>{count} 份病历</translation>
    </message>
    <message>
        <source>{time} s</source>
        <translation>{time} 秒</translation>
    </message>
    <message>
        <source>days: {days}</source>
        <translation>日期：{days}</translation>
    </message>
    <message>
        <source>states: {what}</source>
        <translation>记录有：{what}</translation>
    </message>
    <message>
        <source>words: {words}</source>
        <translation>词：{words}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
</TS>
