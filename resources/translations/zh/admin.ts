<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AccountForm</name>
    <message>
        <source>Your own passphrase, to be sure it is you</source>
        <translation>再输一次自己的密码，确认是本人</translation>
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
        <translation>停用后，此账号打不开任何内容；病历上的署名保留。</translation>
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
    <name>AppearanceSubPage</name>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>It takes effect at once, on this computer only.</source>
        <translation>立即生效，只影响这台电脑。</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>明暗</translation>
    </message>
    <message>
        <source>as the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>字号</translation>
    </message>
    <message>
        <source>Ctrl+= and Ctrl+- do the same on every page.</source>
        <translation>在任何页面按 Ctrl+= 和 Ctrl+- 也可以调整。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
</context>
<context>
    <name>AuditModel</name>
    <message>
        <source>No.</source>
        <extracomment>The column of what a row is about.</extracomment>
        <translation>序号</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Did what</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>To what</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>How it ended</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>电脑</translation>
    </message>
    <message>
        <source>person</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>visit</source>
        <translation>就诊</translation>
    </message>
    <message>
        <source>record</source>
        <translation>病历</translation>
    </message>
    <message>
        <source>store</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>log</source>
        <translation>审计日志</translation>
    </message>
    <message>
        <source>settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>recovery key</source>
        <translation>恢复密钥</translation>
    </message>
    <message>
        <source>backup</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>consent</source>
        <translation>知情同意</translation>
    </message>
    <message>
        <source>audio</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>voice</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>follow-up</source>
        <translation>随访</translation>
    </message>
    <message>
        <source>transcript</source>
        <translation>对话原文</translation>
    </message>
    <message>
        <source>list of accesses</source>
        <translation>查阅名单</translation>
    </message>
    <message>
        <source>clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>clinic&apos;s own file</source>
        <translation>本机构文件</translation>
    </message>
    <message>
        <source>second signature</source>
        <translation>上级签名</translation>
    </message>
    <message>
        <source>search</source>
        <translation>检索</translation>
    </message>
    <message>
        <source>answers before the visit</source>
        <translation>预问诊</translation>
    </message>
    <message>
        <source>emergency access</source>
        <translation>紧急访问</translation>
    </message>
</context>
<context>
    <name>AuditSubPage</name>
    <message>
        <source>Log</source>
        <extracomment>The object takes what is left: it is the longest.</extracomment>
        <translation>审计</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>Every look, change, signature and refusal is written here, and never a word of a record. Reading the log is written, too.</source>
        <translation>每次查看、修改、签名和被拒都记在这里，但不含病历内容。查看审计日志本身也会记录。</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>by</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>起始日期</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>截止日期</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Verify the log</source>
        <translation>核对日志</translation>
    </message>
    <message>
        <source>rows: {count}</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <source>Nothing was done on these days.</source>
        <translation>这几天没有记录。</translation>
    </message>
</context>
<context>
    <name>BackupSubPage</name>
    <message>
        <source>Backup</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>One encrypted file on a stick or another disk. Whoever has an account opens it with the passphrase of that day, or with the recovery key.</source>
        <translation>一个加密文件，存到 U 盘或另一块硬盘。用备份当天的密码或恢复密钥打开。</translation>
    </message>
    <message>
        <source>with the audio that is still kept</source>
        <translation>包含还保留的录音</translation>
    </message>
    <message>
        <source>Back up to…</source>
        <translation>备份到…</translation>
    </message>
    <message>
        <source>Verify a backup…</source>
        <translation>验证备份…</translation>
    </message>
    <message>
        <source>Bringing a backup back</source>
        <translation>恢复备份</translation>
    </message>
    <message>
        <source>Close the program and open it again: “Restore a backup” stands below the sign-in. It shows what the backup holds and what is newer here before anything is exchanged; what was here is kept beside it.</source>
        <translation>关闭诊录再打开：登录框下面有“恢复备份”。替换之前会显示备份里有什么、这里有哪些更新的内容；原来的数据会保留在旁边。</translation>
    </message>
    <message>
        <source>There is no backup yet.</source>
        <translation>还没有备份。</translation>
    </message>
    <message>
        <source>The last backup is {days} days old ({made}).</source>
        <translation>上次备份在 {days} 天前（{made}）。</translation>
    </message>
    <message>
        <source>The last backup was made today ({made}).</source>
        <translation>上次备份在今天（{made}）。</translation>
    </message>
    <message>
        <source>It is time for a new one.</source>
        <translation>该做新的备份了。</translation>
    </message>
</context>
<context>
    <name>ClinicSubPage</name>
    <message>
        <source>Clinic</source>
        <translation>诊所</translation>
    </message>
    <message>
        <source>What records say about the clinic; every change is in the log.</source>
        <translation>病历上怎么写诊所；每次改动都有记录。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>On top of every printed page, of PDF and of Word files.</source>
        <translation>印在每页上方，PDF 和 Word 文件里也有。</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Below the name; may stay empty.</source>
        <translation>印在名称下面，可以不填。</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Beside the address; may stay empty.</source>
        <translation>印在地址旁边，可以不填。</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>科别</translation>
    </message>
    <message>
        <source>Stands on every record, unless a visit has another.</source>
        <translation>写在每份病历上，除非这次就诊另有科别。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
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
    <name>HandOverKeyCard</name>
    <message>
        <source>Key for the next section, over other programs</source>
        <translation>在其他程序里复制下一节的键</translation>
    </message>
    <message>
        <source>Off. Click and press a key, Ctrl+F8 for example.</source>
        <translation>没有开启。点一下，再按一个键，比如 Ctrl+F8。</translation>
    </message>
    <message>
        <source>Copies the next section of the open record, whatever program is in front.</source>
        <translation>无论前面是哪个程序，都能复制打开着的病历的下一节。</translation>
    </message>
    <message>
        <source>This desktop gives no program a key over others. The small bar copies section by section, too.</source>
        <translation>这个桌面不让程序占用全局按键。用小条也能逐节复制。</translation>
    </message>
    <message>
        <source>Also paste it where the caret is in that program</source>
        <translation>同时粘贴到那个程序的光标处</translation>
    </message>
    <message>
        <source>Pasting into other programs is not possible on this desktop</source>
        <translation>这个桌面不允许向其他程序粘贴</translation>
    </message>
</context>
<context>
    <name>MicrophoneSubPage</name>
    <message>
        <source>Microphone</source>
        <translation>麦克风</translation>
    </message>
    <message>
        <source>It is used from the next recording on. If it is unplugged, the system&apos;s own choice takes over until it is back.</source>
        <translation>从下一次录音起使用。拔掉后由系统默认的麦克风接替，插回后自动换回。</translation>
    </message>
    <message>
        <source>How loud it is now</source>
        <translation>当前音量</translation>
    </message>
    <message>
        <source>What the system prefers</source>
        <translation>系统默认</translation>
    </message>
    <message>
        <source>The chosen one, which is not plugged in</source>
        <translation>选定的麦克风（没有插上）</translation>
    </message>
    <message>
        <source>{name} (the system&apos;s choice)</source>
        <translation>{name}（系统默认）</translation>
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
        <translation>姓名（病历署名）</translation>
    </message>
    <message>
        <source>Their passphrase, 10 characters or more</source>
        <translation>对方的密码，至少 10 个字符</translation>
    </message>
    <message>
        <source>Their passphrase once more</source>
        <translation>再输一次对方的密码</translation>
    </message>
    <message>
        <source>Your own passphrase, to be sure it is you</source>
        <translation>再输一次自己的密码，确认是本人</translation>
    </message>
    <message>
        <source>The two do not match.</source>
        <translation>两次输入不一致。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
</context>
<context>
    <name>OuterKeyCard</name>
    <message>
        <source>Press a key</source>
        <translation>按一个键</translation>
    </message>
    <message>
        <source>Another program has this key. Press another one.</source>
        <translation>这个键已被其他程序占用，请换一个。</translation>
    </message>
</context>
<context>
    <name>OwnPassphraseForm</name>
    <message>
        <source>Your passphrase</source>
        <translation>我的密码</translation>
    </message>
    <message>
        <source>The present one</source>
        <translation>现在的密码</translation>
    </message>
    <message>
        <source>The new one, 10 characters or more</source>
        <translation>新密码，至少 10 个字符</translation>
    </message>
    <message>
        <source>The new one once more</source>
        <translation>再输一次新密码</translation>
    </message>
    <message>
        <source>The two do not match.</source>
        <translation>两次输入不一致。</translation>
    </message>
    <message>
        <source>Change the passphrase</source>
        <translation>更换密码</translation>
    </message>
</context>
<context>
    <name>PackRow</name>
    <message>
        <source>rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>weighs the rules&apos; sentences</source>
        <translation>筛选规则句子</translation>
    </message>
    <message>
        <source>writes sentences</source>
        <translation>生成句子</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>语音</translation>
    </message>
    <message>
        <source>Voices</source>
        <translation>声纹</translation>
    </message>
    <message>
        <source>Drafting</source>
        <translation>成文</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>已校验</translation>
    </message>
    <message>
        <source>not verified yet</source>
        <translation>还没校验</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>PacksSubPage</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Models hear, tell voices apart and draft. One that was chosen works from the next visit on; records that are signed stay as they are.</source>
        <translation>模型负责识别语音、分清声音和成文。选定后从下一次就诊起使用；已签病历不受影响。</translation>
    </message>
    <message>
        <source>Bring in a folder…</source>
        <translation>从文件夹导入…</translation>
    </message>
    <message>
        <source>Bring in a file…</source>
        <translation>从文件导入…</translation>
    </message>
    <message>
        <source>From a stick or a folder only; no connection is opened. Every file is read and compared with the pack&apos;s own list.</source>
        <translation>只从 U 盘或文件夹导入，不联网。每个文件都会读取并与清单核对。</translation>
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
        <translation>更换我的密码</translation>
    </message>
    <message>
        <source>My voice</source>
        <translation>我的声音</translation>
    </message>
    <message>
        <source>New recovery key</source>
        <translation>新的恢复密钥</translation>
    </message>
    <message>
        <source>Everybody signs in with a passphrase of their own. Changes to accounts are in the log and take effect at the next sign-in.</source>
        <translation>每人用自己的密码登录。账号的变动记入审计日志，下次登录起生效。</translation>
    </message>
    <message>
        <source>Accounts are changed by somebody with the admin role. Your own passphrase you can change here.</source>
        <translation>账号由管理员更改。自己的密码可在这里更换。</translation>
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
        <translation>由机构自行决定；每次更改都记入审计日志。</translation>
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
        <translation>“保留”只用于同意保留的患者；其余的照常删除。</translation>
    </message>
    <message>
        <source>Signed records, years</source>
        <translation>已签病历保存（年）</translation>
    </message>
    <message>
        <source>After the last visit; the law asks for 15 or more.</source>
        <translation>从最后一次就诊算起；法规要求不少于 15 年。</translation>
    </message>
    <message>
        <source>Lock after, minutes</source>
        <translation>无操作锁屏（分钟）</translation>
    </message>
    <message>
        <source>Without a key or a movement, 1 to 30.</source>
        <translation>没有按键和移动时，1–30。</translation>
    </message>
    <message>
        <source>Remind of a backup after, days</source>
        <translation>备份提醒间隔（天）</translation>
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
        <source>Visits whose audio has reached its term: {count}.</source>
        <translation>有 {count} 次就诊的录音已到期。</translation>
    </message>
    <message>
        <source>Nothing is due. What falls due is erased by itself at the next start.</source>
        <translation>没有到期的。以后到期的会在下次启动时自动删除。</translation>
    </message>
    <message>
        <source>The computer&apos;s date jumped ahead, so audio with days to stay waits.</source>
        <translation>电脑日期突然提前了，未到保存天数的录音先不删除。</translation>
    </message>
</context>
<context>
    <name>RecordKeyCard</name>
    <message>
        <source>Record key over other programs</source>
        <translation>在其他程序里也能用的录音键</translation>
    </message>
    <message>
        <source>Off. Click and press a key or a foot pedal, Ctrl+F9 for example.</source>
        <translation>没有开启。点一下，再按一个键或脚踏，比如 Ctrl+F9。</translation>
    </message>
    <message>
        <source>Starts and stops the recording, whatever program is in front.</source>
        <translation>不管前面是哪个程序，按它就开始或停止录音。</translation>
    </message>
    <message>
        <source>This desktop gives no program a key over others. The small bar stays clickable; in this window the record key works.</source>
        <translation>这个桌面不让程序占用全局按键。小条仍可点击；在本窗口里录音键照常可用。</translation>
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
        <translation>再输一次自己的密码，确认是本人</translation>
    </message>
    <message>
        <source>It is shown this once. Print it, or save it on a stick, and keep it away from the computer. The key before it opens nothing any more.</source>
        <translation>只显示这一次。请打印，或存到 U 盘，与电脑分开保管。旧的恢复密钥从此作废。</translation>
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
        <translation>医生：书写并签署病历</translation>
    </message>
    <message>
        <source>nurse: signs nursing notes and follow-ups</source>
        <translation>护士：签署护理记录和随访</translation>
    </message>
    <message>
        <source>assistant: writes, signs nothing</source>
        <translation>助理：可书写，不签名</translation>
    </message>
    <message>
        <source>admin: people, backups, log; reads no note</source>
        <translation>管理员：人员、备份、审计；不看病历</translation>
    </message>
</context>
<context>
    <name>TemplatesSubPage</name>
    <message>
        <source>Templates</source>
        <extracomment>After the last key.</extracomment>
        <translation>模板</translation>
    </message>
    <message>
        <source>What a record holds and how it is worded. Titles, examples and the choice of sections may change; ids stay. A change applies from the next draft on.</source>
        <translation>决定病历有哪些栏目、怎么写。标题、示例和栏目可以改，id 不变。从下一次成文起生效。</translation>
    </message>
    <message>
        <source>What the template says</source>
        <translation>模板内容</translation>
    </message>
    <message>
        <source>Go to the line</source>
        <translation>跳到这一行</translation>
    </message>
    <message>
        <source>Copy it to change it</source>
        <translation>复制后修改</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>own</source>
        <translation>自有</translation>
    </message>
    <message>
        <source>shipped</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>does not hold</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>Put the shipped one back</source>
        <translation>换回内置模板</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>No mistakes.</source>
        <translation>没有问题。</translation>
    </message>
    <message>
        <source>Line {line}: {sentence}</source>
        <translation>第 {line} 行：{sentence}</translation>
    </message>
    <message>
        <source>And {count} more.</source>
        <translation>另有 {count} 处。</translation>
    </message>
</context>
<context>
    <name>VoiceForm</name>
    <message>
        <source>My voice</source>
        <translation>我的声音</translation>
    </message>
    <message>
        <source>Read this aloud in your usual voice, for 10 seconds:</source>
        <translation>用平常的声音朗读 10 秒：</translation>
    </message>
    <message>
        <source>I agree to enrol my own voice</source>
        <translation>我同意登记自己的声音</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新朗读</translation>
    </message>
    <message>
        <source>Start reading</source>
        <translation>开始朗读</translation>
    </message>
    <message>
        <source>Cancel  Esc</source>
        <translation>取消  Esc</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>How much was read</source>
        <translation>朗读进度</translation>
    </message>
    <message>
        <source>Listening…</source>
        <translation>正在听…</translation>
    </message>
    <message>
        <source>No voice is enrolled.</source>
        <translation>没有登记声音。</translation>
    </message>
    <message>
        <source>Enrolled on {day}.</source>
        <translation>已于 {day} 登记。</translation>
    </message>
    <message>
        <source>Another speaker model is in use now: read again, so that it knows you. Until then your voice is compared in the built-in way.</source>
        <translation>现在用的是另一个声纹模型：请重新朗读，让它认识你的声音；在此之前按内置的方法比对。</translation>
    </message>
</context>
<context>
    <name>WordRow</name>
    <message>
        <source>also said: {words}</source>
        <translation>也说：{words}</translation>
    </message>
    <message>
        <source>Remove {word}</source>
        <translation>移除 {word}</translation>
    </message>
</context>
<context>
    <name>WordsSubPage</name>
    <message>
        <source>Words</source>
        <translation>词表</translation>
    </message>
    <message>
        <source>Words that the clinic uses and the program does not know. They are heard and written from the next visit on.</source>
        <translation>本机构常用、程序还不认识的词。从下一次就诊起识别和书写。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Word, as it stands in records</source>
        <translation>词（病历写法）</translation>
    </message>
    <message>
        <source>Also said, separated by /</source>
        <translation>也说，用 / 分隔</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>No words of the clinic&apos;s own in this language yet.</source>
        <translation>这种语言还没有自有的词。</translation>
    </message>
    <message>
        <source>abbreviation</source>
        <translation>缩写</translation>
    </message>
    <message>
        <source>allergen</source>
        <translation>过敏原</translation>
    </message>
    <message>
        <source>everyday word</source>
        <translation>口语</translation>
    </message>
    <message>
        <source>disease</source>
        <translation>疾病</translation>
    </message>
    <message>
        <source>class of drugs</source>
        <translation>药物类别</translation>
    </message>
    <message>
        <source>drug</source>
        <translation>药物</translation>
    </message>
    <message>
        <source>examination</source>
        <translation>体格检查</translation>
    </message>
    <message>
        <source>factor</source>
        <translation>诱因</translation>
    </message>
    <message>
        <source>finding</source>
        <translation>检查所见</translation>
    </message>
    <message>
        <source>instruction</source>
        <translation>医嘱</translation>
    </message>
    <message>
        <source>lifestyle</source>
        <translation>生活习惯</translation>
    </message>
    <message>
        <source>other person</source>
        <translation>其他人</translation>
    </message>
    <message>
        <source>procedure</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>quality</source>
        <translation>性质</translation>
    </message>
    <message>
        <source>reaction</source>
        <translation>反应</translation>
    </message>
    <message>
        <source>relative</source>
        <translation>亲属</translation>
    </message>
    <message>
        <source>sensation</source>
        <translation>感觉</translation>
    </message>
    <message>
        <source>sign</source>
        <translation>体征</translation>
    </message>
    <message>
        <source>part of the body</source>
        <translation>部位</translation>
    </message>
    <message>
        <source>symptom</source>
        <translation>症状</translation>
    </message>
    <message>
        <source>test</source>
        <translation>检验检查</translation>
    </message>
    <message>
        <source>vital sign</source>
        <translation>生命体征</translation>
    </message>
</context>
</TS>
