<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>MicrophoneTrial</name>
    <message>
        <source>Listening…</source>
        <translation>正在听…</translation>
    </message>
    <message>
        <source>Listen for 3 s</source>
        <translation>听 3 秒</translation>
    </message>
    <message>
        <source>No voice was heard. Is it the right microphone, and is it on?</source>
        <translation>没听到说话。是这个麦克风吗？打开了吗？</translation>
    </message>
    <message>
        <source>No sound arrives at all.</source>
        <translation>完全没有声音。</translation>
    </message>
    <message>
        <source>Too loud: move away a little.</source>
        <translation>太响，离远一点。</translation>
    </message>
    <message>
        <source>Too quiet: come closer.</source>
        <translation>太轻，靠近一点。</translation>
    </message>
    <message>
        <source>The room is nearly as loud as the voice.</source>
        <translation>环境声音和说话差不多响。</translation>
    </message>
    <message>
        <source>Good: the voice stands clear of the room.</source>
        <translation>很好：说话声清楚。</translation>
    </message>
</context>
<context>
    <name>Patient</name>
    <message>
        <source>male</source>
        <translation>男</translation>
    </message>
    <message>
        <source>female</source>
        <translation>女</translation>
    </message>
    <message>
        <source>{years} y</source>
        <translation>{years}岁</translation>
    </message>
</context>
<context>
    <name>Running</name>
    <message>
        <source>Cancel  Esc</source>
        <translation>取消  Esc</translation>
    </message>
</context>
</TS>
