<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Header</name>
    <message>
        <source>offline · encrypted</source>
        <translation>离线 · 已加密</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Zhenlu 诊录</source>
        <translation>诊录</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>and {count} more</source>
        <extracomment>Worst first. News that is &quot;ok&quot; leaves by itself.</extracomment>
        <translation>另有 {count} 条</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Today</source>
        <extracomment>In the order of the rail; the admin place and the lock stand at its foot.</extracomment>
        <translation>今日</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>就诊</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>随访</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>检索</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Manage</source>
        <translation>管理</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
</context>
</TS>
