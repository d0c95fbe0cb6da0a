<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>MiniBar</name>
    <message>
        <source>Flag</source>
        <extracomment>Wide enough for what it says in most states, so that it does not jump from one to the next. From here on being behind is told.</extracomment>
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
        <source>Copy next section</source>
        <translation>复制下一栏</translation>
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
        <source>{seconds} s not on the disk</source>
        <translation>{seconds} 秒没写进磁盘</translation>
    </message>
    <message>
        <source>text {seconds} s behind</source>
        <translation>文字落后 {seconds} 秒</translation>
    </message>
    <message>
        <source>copied {what}</source>
        <translation>已复制{what}</translation>
    </message>
    <message>
        <source>saved to {time}</source>
        <translation>已存到 {time}</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Show the window</source>
        <translation>显示窗口</translation>
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
        <source>Resume</source>
        <translation>接着录</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Recording {time}</source>
        <translation>正在录音 {time}</translation>
    </message>
    <message>
        <source>Paused at {time}</source>
        <translation>已暂停 {time}</translation>
    </message>
    <message>
        <source>The microphone is gone, saved to {time}</source>
        <translation>麦克风断开，已保存到 {time}</translation>
    </message>
    <message>
        <source>Not recording</source>
        <translation>没有录音</translation>
    </message>
</context>
</TS>
