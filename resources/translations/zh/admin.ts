<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AccountForm</name>
    <message>
        <source>Your own passphrase, to be sure it is you</source>
        <translation>再输一次自己的口令,确认是本人</translation>
    </message>
    <message>
        <source>Change the roles</source>
        <translation>更改角色</translation>
    </message>
    <message>
        <source>End this account</source>
        <translation>停用此账号</translation>
    </message>
    <message>
        <source>An ended account opens nothing any more; its name stays under its records.</source>
        <translation>停用后,此账号打不开任何内容;病历上的署名保留。</translation>
    </message>
</context>
<context>
    <name>AdminPage</name>
    <message>
        <source>Manage</source>
        <translation>管理</translation>
    </message>
    <message>
        <source>What to manage</source>
        <translation>管理项目</translation>
    </message>
</context>
<context>
    <name>Form</name>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
</context>
<context>
    <name>NewPersonForm</name>
    <message>
        <source>Add a person</source>
        <translation>添加人员</translation>
    </message>
    <message>
        <source>Name, as it stands under records</source>
        <translation>姓名(病历署名)</translation>
    </message>
    <message>
        <source>Their passphrase, 10 characters or more</source>
        <translation>对方的口令,至少 10 个字符</translation>
    </message>
    <message>
        <source>Their passphrase once more</source>
        <translation>再输一次对方的口令</translation>
    </message>
    <message>
        <source>Your own passphrase, to be sure it is you</source>
        <translation>再输一次自己的口令,确认是本人</translation>
    </message>
    <message>
        <source>The two differ.</source>
        <translation>两次输入不一致。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
</context>
<context>
    <name>OwnPassphraseForm</name>
    <message>
        <source>Your passphrase</source>
        <translation>我的口令</translation>
    </message>
    <message>
        <source>The present one</source>
        <translation>现在的口令</translation>
    </message>
    <message>
        <source>The new one, 10 characters or more</source>
        <translation>新口令,至少 10 个字符</translation>
    </message>
    <message>
        <source>The new one once more</source>
        <translation>再输一次新口令</translation>
    </message>
    <message>
        <source>The two differ.</source>
        <translation>两次输入不一致。</translation>
    </message>
    <message>
        <source>Change the passphrase</source>
        <translation>更换口令</translation>
    </message>
</context>
<context>
    <name>PeopleSubPage</name>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Add a person</source>
        <translation>添加人员</translation>
    </message>
    <message>
        <source>Change my passphrase</source>
        <translation>更换我的口令</translation>
    </message>
    <message>
        <source>New recovery key</source>
        <translation>新的恢复密钥</translation>
    </message>
    <message>
        <source>Everybody signs in with a passphrase of their own. Changes to accounts are in the log and hold from the next sign-in.</source>
        <translation>每人用自己的口令登录。账号的变动记入审计日志,下次登录起生效。</translation>
    </message>
    <message>
        <source>Accounts are changed by somebody with the admin role. Your own passphrase you can change here.</source>
        <translation>账号由管理员更改。自己的口令可在这里更换。</translation>
    </message>
</context>
<context>
    <name>PersonRow</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>account ended</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>you</source>
        <translation>本人</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Change {name}</source>
        <translation>更改 {name}</translation>
    </message>
</context>
<context>
    <name>PrivacySubPage</name>
    <message>
        <source>Privacy and terms</source>
        <translation>隐私与期限</translation>
    </message>
    <message>
        <source>What the clinic decides for itself; every change is in the log.</source>
        <translation>由机构自行决定;每次更改都记入审计日志。</translation>
    </message>
    <message>
        <source>erased on signing</source>
        <translation>签名后即删除</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 天</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 天</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Audio after signing</source>
        <translation>签名后的录音</translation>
    </message>
    <message>
        <source>“Kept” holds for patients who agreed to it; the others&apos; is erased.</source>
        <translation>“保留”只用于同意保留的患者;其余的照常删除。</translation>
    </message>
    <message>
        <source>Signed records, years</source>
        <translation>已签病历保存(年)</translation>
    </message>
    <message>
        <source>After the last visit; the law asks for 15 or more.</source>
        <translation>从最后一次就诊算起;法规要求不少于 15 年。</translation>
    </message>
    <message>
        <source>Lock after, minutes</source>
        <translation>无操作锁屏(分钟)</translation>
    </message>
    <message>
        <source>Without a key or a movement, 1 to 30.</source>
        <translation>没有按键和移动时,1–30。</translation>
    </message>
    <message>
        <source>Remind of a backup after, days</source>
        <translation>备份提醒间隔(天)</translation>
    </message>
    <message>
        <source>1 to 30.</source>
        <translation>1–30。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Due now</source>
        <translation>现在到期</translation>
    </message>
    <message>
        <source>Erase now</source>
        <translation>立即删除</translation>
    </message>
    <message>
        <source>The date is right</source>
        <translation>日期没错</translation>
    </message>
    <message>
        <source>Audio of {count} visits has reached its term.</source>
        <translation>有 {count} 次就诊的录音已到期。</translation>
    </message>
    <message>
        <source>Nothing is due. What falls due goes at the next start by itself.</source>
        <translation>没有到期的。以后到期的会在下次启动时自动删除。</translation>
    </message>
    <message>
        <source>The computer&apos;s date jumped ahead, so audio with days to stay waits.</source>
        <translation>电脑日期突然提前了,未到保存天数的录音先不删除。</translation>
    </message>
</context>
<context>
    <name>RecoveryKeyForm</name>
    <message>
        <source>A new recovery key</source>
        <translation>新的恢复密钥</translation>
    </message>
    <message>
        <source>Your own passphrase, to be sure it is you</source>
        <translation>再输一次自己的口令,确认是本人</translation>
    </message>
    <message>
        <source>It is shown this once. Print it, or save it on a stick, and keep it away from the computer. The key before it opens nothing any more.</source>
        <translation>只显示这一次。请打印,或存到 U 盘,与电脑分开保管。旧的恢复密钥从此作废。</translation>
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
        <source>Make a new key</source>
        <translation>生成新密钥</translation>
    </message>
    <message>
        <source>It is kept</source>
        <translation>已保管好</translation>
    </message>
</context>
<context>
    <name>RoleChoice</name>
    <message>
        <source>doctor: writes and signs records</source>
        <translation>医生:书写并签署病历</translation>
    </message>
    <message>
        <source>nurse: signs nursing notes and follow-ups</source>
        <translation>护士:签署护理记录和随访</translation>
    </message>
    <message>
        <source>assistant: writes, signs nothing</source>
        <translation>助理:可书写,不签名</translation>
    </message>
    <message>
        <source>admin: people, backups, log; reads no note</source>
        <translation>管理员:人员、备份、审计;不看病历</translation>
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
