<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ComputerStep</name>
    <message>
        <source>This computer</source>
        <translation>这台电脑</translation>
    </message>
    <message>
        <source>Everything runs here; no connection is opened.</source>
        <translation>全部在本机运行，不联网。</translation>
    </message>
    <message>
        <source>{cores} cores, {memory} GB of memory</source>
        <translation>{cores} 核，{memory} GB 内存</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>电脑</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>听写</translation>
    </message>
    <message>
        <source>Drafting</source>
        <translation>成文</translation>
    </message>
    <message>
        <source>The built-in models are small, trained on synthetic speech, and not for clinical use. Larger ones are installed from a stick under Manage.</source>
        <translation>内置模型很小，用合成语音训练，不用于临床。更大的模型可在“管理”里从 U 盘安装。</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>First start</source>
        <extracomment>A step&apos;s number, or the tick that takes its place.</extracomment>
        <translation>第一次使用</translation>
    </message>
    <message>
        <source>Restore a backup</source>
        <translation>恢复备份</translation>
    </message>
    <message>
        <source>Nothing leaves this computer</source>
        <translation>数据不出本机</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始使用</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>MicrophoneStep</name>
    <message>
        <source>Microphone</source>
        <translation>麦克风</translation>
    </message>
    <message>
        <source>The microphone</source>
        <translation>试一下麦克风</translation>
    </message>
    <message>
        <source>Press the button and say a sentence from where you sit with a patient.</source>
        <translation>坐在看诊的位置，按下按钮说一句话。</translation>
    </message>
    <message>
        <source>You can also do this later.</source>
        <translation>也可以以后再试。</translation>
    </message>
</context>
<context>
    <name>PassphraseStep</name>
    <message>
        <source>Passphrase</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>A passphrase</source>
        <translation>设一个密码</translation>
    </message>
    <message>
        <source>It opens the records and signs them. Several words are easier to remember than signs. Nobody can look it up.</source>
        <translation>用它打开病历、签名。几个词连起来比符号好记。没有人能查到它。</translation>
    </message>
    <message>
        <source>Passphrase, {least} characters or more</source>
        <translation>密码，至少 {least} 个字符</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再输一次</translation>
    </message>
    <message>
        <source>characters still needed: {count}</source>
        <translation>还差 {count} 个字符</translation>
    </message>
    <message>
        <source>enough; longer is better</source>
        <translation>够了，再长一点更好</translation>
    </message>
    <message>
        <source>strong</source>
        <translation>很强</translation>
    </message>
    <message>
        <source>The two do not match.</source>
        <translation>两次不一样。</translation>
    </message>
</context>
<context>
    <name>PersonStep</name>
    <message>
        <source>Language and you</source>
        <extracomment>The encrypted store refuses shorter ones. What there is to know of a computer: itself, who hears, who writes.</extracomment>
        <translation>语言与本人</translation>
    </message>
    <message>
        <source>Welcome to Zhenlu</source>
        <translation>欢迎使用诊录</translation>
    </message>
    <message>
        <source>Everything stays on this computer. Which language should it speak?</source>
        <translation>所有数据都留在本机。界面用哪种语言？</translation>
    </message>
    <message>
        <source>Your name, as it stands under records</source>
        <translation>您的姓名（病历落款）</translation>
    </message>
    <message>
        <source>Your work</source>
        <translation>您的岗位</translation>
    </message>
    <message>
        <source>doctor</source>
        <translation>医生</translation>
    </message>
    <message>
        <source>nurse</source>
        <translation>护士</translation>
    </message>
    <message>
        <source>assistant</source>
        <translation>助理</translation>
    </message>
    <message>
        <source>You also look after the accounts until you hand that over to somebody else.</source>
        <translation>您同时管理人员账户，以后可以交给别人。</translation>
    </message>
</context>
<context>
    <name>RecoveryStep</name>
    <message>
        <source>Recovery key</source>
        <translation>恢复密钥</translation>
    </message>
    <message>
        <source>The recovery key</source>
        <translation>恢复密钥</translation>
    </message>
    <message>
        <source>It is the only way in when the passphrase is lost. Print it, or save it on a stick, and keep it where the stamps are kept. It is shown this once.</source>
        <translation>忘记密码时，它是唯一的办法。请打印，或存到 U 盘，与印章放在一起。只显示这一次。</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>To be sure it was kept: type group {number} of it</source>
        <translation>确认已保存：请输入第 {number} 组</translation>
    </message>
</context>
</TS>
