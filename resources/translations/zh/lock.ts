<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>LockPage</name>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Recording {time}</source>
        <translation>正在录音 {time}</translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation>停止录音</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Notes are hidden. Enter the passphrase to go on where you were.</source>
        <translation>病历已隐藏。输入密码，从刚才的地方继续。</translation>
    </message>
    <message>
        <source>Records on this computer are encrypted; the passphrase opens them.</source>
        <translation>本机病历已加密，输入密码打开。</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Show the passphrase</source>
        <translation>显示密码</translation>
    </message>
    <message>
        <source>Lost the passphrase</source>
        <translation>忘记密码</translation>
    </message>
    <message>
        <source>中文</source>
        <extracomment>The name of the other language, in that language.</extracomment>
        <translation>English</translation>
    </message>
    <message>
        <source>Nothing leaves this computer</source>
        <translation>数据不出本机</translation>
    </message>
</context>
</TS>
