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
        <source>Restore a backup</source>
        <translation>恢复备份</translation>
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
<context>
    <name>LostPassphrasePage</name>
    <message>
        <source>A new passphrase for {name}</source>
        <translation>为{name}设新密码</translation>
    </message>
    <message>
        <source>Type the recovery key from the printout. Typing errors are noticed; case and spaces do not matter. The audit log keeps who used it.</source>
        <translation>输入打印件上的恢复密钥。输错会提示，大小写和空格不影响。使用情况会记入审计日志。</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>恢复密钥</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>新密码</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再输一次</translation>
    </message>
    <message>
        <source>Set it</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>The two do not match.</source>
        <translation>两次不一样。</translation>
    </message>
</context>
<context>
    <name>RestorePage</name>
    <message>
        <source>Restore a backup</source>
        <extracomment>Reasons after which the person may say that it should be done all the same.</extracomment>
        <translation>恢复备份</translation>
    </message>
    <message>
        <source>What is on this computer now gives way to it and is kept beside it.</source>
        <translation>这台电脑上现有的数据会让位，并保留在旁边。</translation>
    </message>
    <message>
        <source>There is no data on this computer yet.</source>
        <translation>这台电脑上还没有数据。</translation>
    </message>
    <message>
        <source>Choose the backup…</source>
        <translation>选择备份文件…</translation>
    </message>
    <message>
        <source>Opened by</source>
        <translation>打开方式</translation>
    </message>
    <message>
        <source>the recovery key</source>
        <translation>用恢复密钥</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Restore all the same</source>
        <translation>仍然恢复</translation>
    </message>
    <message>
        <source>Go to sign-in</source>
        <translation>去登录</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>It brings back the records and the audio of {made}, {size} MB.</source>
        <translation>将恢复 {made} 的病历和录音，共 {size} MB。</translation>
    </message>
    <message>
        <source>It brings back the records of {made}, without audio, {size} MB.</source>
        <translation>将恢复 {made} 的病历，不含录音，共 {size} MB。</translation>
    </message>
    <message>
        <source>The recovery key</source>
        <translation>恢复密钥</translation>
    </message>
    <message>
        <source>Their passphrase of that day</source>
        <translation>备份当天的密码</translation>
    </message>
    <message>
        <source>The backup is back. Sign in with a passphrase of that day.</source>
        <translation>备份已恢复。请用备份当天的密码登录。</translation>
    </message>
    <message>
        <source>What was here is kept in {folder}.</source>
        <translation>原来的数据在 {folder}。</translation>
    </message>
</context>
</TS>
