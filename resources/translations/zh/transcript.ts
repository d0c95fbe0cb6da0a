<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>LineBar</name>
    <message>
        <source>Correct the words (Enter)</source>
        <translation>改这句话（回车）</translation>
    </message>
    <message>
        <source>As it was heard</source>
        <translation>恢复听到的原话</translation>
    </message>
    <message>
        <source>As the second reading has it</source>
        <translation>改为复听所得</translation>
    </message>
</context>
<context>
    <name>LineEditor</name>
    <message>
        <source>Words of this line</source>
        <translation>这句话的文字</translation>
    </message>
    <message>
        <source>Enter keeps the words, Esc leaves them as they were</source>
        <translation>回车保存，Esc 不改</translation>
    </message>
</context>
<context>
    <name>Roles</name>
    <message>
        <source>D</source>
        <translation>医</translation>
    </message>
    <message>
        <source>N</source>
        <translation>护</translation>
    </message>
    <message>
        <source>P</source>
        <translation>患</translation>
    </message>
    <message>
        <source>C</source>
        <translation>陪</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>医生</translation>
    </message>
    <message>
        <source>Nurse</source>
        <translation>护士</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Companion</source>
        <translation>陪同</translation>
    </message>
    <message>
        <source>Speaker unknown</source>
        <translation>说话人不明</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>Heard: {words}</source>
        <translation>听到的是：{words}</translation>
    </message>
    <message>
        <source>[unclear]</source>
        <extracomment>A `Line`.</extracomment>
        <translation>[听不清]</translation>
    </message>
    <message>
        <source>Listen again: the second reading was “{words}”</source>
        <translation>请回听：复听所得为“{words}”</translation>
    </message>
    <message>
        <source>[recording interrupted]</source>
        <translation>[录音中断]</translation>
    </message>
    <message>
        <source>[recording interrupted {length}, paused]</source>
        <translation>[录音中断 {length}，暂停]</translation>
    </message>
    <message>
        <source>[recording interrupted {length}]</source>
        <translation>[录音中断 {length}]</translation>
    </message>
</context>
<context>
    <name>TranscriptDelegate</name>
    <message>
        <source>typed</source>
        <extracomment>Below it a word is underlined: listen again. Lines whose layout is kept: several times what is in sight.</extracomment>
        <translation>自填</translation>
    </message>
</context>
</TS>
