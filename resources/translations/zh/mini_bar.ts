<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>MiniBar</name>
    <message>
        <source>Flag</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>接着录</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>Back to the window</source>
        <translation>回到窗口</translation>
    </message>
    <message>
        <source>Small recorder</source>
        <translation>录音小条</translation>
    </message>
    <message>
        <source>Last words…</source>
        <translation>正在收尾…</translation>
    </message>
    <message>
        <source>saved to {time}</source>
        <translation>已存到 {time}</translation>
    </message>
</context>
</TS>
