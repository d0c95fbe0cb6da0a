<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AuditDesk</name>
    <message>
        <source>The log is whole, no row changed, removed or added. Rows: {count}.</source>
        <translation>日志完整：{count} 行，没有改动、删除或添加。</translation>
    </message>
</context>
<context>
    <name>BackupDesk</name>
    <message>
        <source>Backing up to {name}</source>
        <translation>正在备份到 {name}</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>正在读取 {name}</translation>
    </message>
    <message>
        <source>Backed up and read back: {size} MB. Keep it away from this computer.</source>
        <translation>已备份并读回核对：{size} MB。请与这台电脑分开保管。</translation>
    </message>
    <message>
        <source>It holds: made {made}, {size} MB, every byte as it was written.</source>
        <translation>备份完好：{made} 制作，{size} MB，每个字节都与写入时一致。</translation>
    </message>
    <message>
        <source>Back up to</source>
        <translation>备份到</translation>
    </message>
    <message>
        <source>Verify a backup</source>
        <translation>验证备份</translation>
    </message>
    <message>
        <source>Backups (*.zhenlu)</source>
        <translation>备份 (*.zhenlu)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 （*）</translation>
    </message>
</context>
<context>
    <name>ClinicDesk</name>
    <message>
        <source>Saved. It stands on what is printed from now on.</source>
        <translation>已保存，以后打印的都会带上。</translation>
    </message>
</context>
<context>
    <name>ConsentDesk</name>
    <message>
        <source>The consent is withdrawn and the sound is erased.</source>
        <translation>已撤回同意，录音已清除。</translation>
    </message>
</context>
<context>
    <name>Desks</name>
    <message>
        <source>A visit is being recorded. Stop it before opening another.</source>
        <extracomment>Copied notes leave the clipboard after so long, if they are still there.</extracomment>
        <translation>正在录一次就诊。先停止，再打开别的。</translation>
    </message>
    <message>
        <source>The draft is ready.</source>
        <translation>草稿好了。</translation>
    </message>
    <message>
        <source>Import a recording</source>
        <translation>导入录音</translation>
    </message>
    <message>
        <source>Recordings ({kinds})</source>
        <translation>录音文件 ({kinds})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Whose recording is it? “Add” notes their consent.</source>
        <translation>这是谁的录音？添加即记下已同意录音。</translation>
    </message>
    <message>
        <source>Copied {what}; the clipboard is emptied in {seconds} s.</source>
        <translation>已复制{what}，{seconds} 秒后清空剪贴板。</translation>
    </message>
    <message>
        <source>the whole record</source>
        <translation>全文</translation>
    </message>
</context>
<context>
    <name>DictationDesk</name>
    <message>
        <source>The last words were not heard. Their sound is kept with the visit.</source>
        <translation>最后几句没有识别出来，录音已随就诊保存。</translation>
    </message>
</context>
<context>
    <name>FollowUpDesk</name>
    <message>
        <source>Taken off the list.</source>
        <extracomment>Figures of the form before that are shown beside the new ones.</extracomment>
        <translation>已移出名单。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Something needs a reason first; it stands beside the whole record.</source>
        <translation>有项目需要先说明理由，在完整病历旁边。</translation>
    </message>
</context>
<context>
    <name>MicrophoneWatch</name>
    <message>
        <source>No microphone</source>
        <translation>没有麦克风</translation>
    </message>
</context>
<context>
    <name>PacksDesk</name>
    <message>
        <source>Bringing in {name}</source>
        <translation>正在导入 {name}</translation>
    </message>
    <message>
        <source>{name} works from the next visit on.</source>
        <translation>{name} 从下一次就诊起使用。</translation>
    </message>
    <message>
        <source>{name} is whole. Files that are as they were made: {count}.</source>
        <translation>{name} 完好：{count} 个文件与制作时一致。</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>正在读取 {name}</translation>
    </message>
    <message>
        <source>Removed from this computer.</source>
        <translation>已从这台电脑移除。</translation>
    </message>
    <message>
        <source>{name} is here, was read back whole, and works from the next visit on.</source>
        <translation>{name} 已导入，核对无误，从下次就诊起使用。</translation>
    </message>
    <message>
        <source>{name} is here and was read back whole. “Use” puts it to work.</source>
        <translation>{name} 已导入，核对无误。按“使用”后才启用。</translation>
    </message>
    <message>
        <source>Bring in a model</source>
        <translation>导入模型</translation>
    </message>
    <message>
        <source>Models (*.gguf *.onnx)</source>
        <translation>模型 (*.gguf *.onnx)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 （*）</translation>
    </message>
</context>
<context>
    <name>PeopleDesk</name>
    <message>
        <source>{name} was added.</source>
        <translation>已添加 {name}。</translation>
    </message>
    <message>
        <source>The roles of {name} take effect at the next sign-in.</source>
        <translation>{name} 的角色下次登录起生效。</translation>
    </message>
    <message>
        <source>The account of {name} has ended.</source>
        <translation>{name} 的账号已停用。</translation>
    </message>
    <message>
        <source>The passphrase was changed. It applies from now on.</source>
        <translation>密码已更换，即刻生效。</translation>
    </message>
    <message>
        <source>The new key holds. Keep it before leaving this page.</source>
        <translation>新密钥已生效。离开本页前请先保管好。</translation>
    </message>
</context>
<context>
    <name>PrintPreview</name>
    <message>
        <source>Print</source>
        <extracomment>What Qt&apos;s own row of tools offers, by its English words, and the sign that says it here. The rest of it, such as paper on its side, a record has no use for. How it was printed last.</extracomment>
        <translation>打印</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>病历</translation>
    </message>
    <message>
        <source>Summary for the patient</source>
        <translation>给患者的小结</translation>
    </message>
</context>
<context>
    <name>PrivacyDesk</name>
    <message>
        <source>Saved. It applies from now on.</source>
        <translation>已保存，即刻生效。</translation>
    </message>
    <message>
        <source>Audio was erased, the records stay. Visits: {count}.</source>
        <translation>已删除 {count} 次就诊的录音；病历保留。</translation>
    </message>
    <message>
        <source>Terms are counted by the present date again.</source>
        <translation>期限已按现在的日期重新计算。</translation>
    </message>
</context>
<context>
    <name>RecordingDesk</name>
    <message>
        <source>The microphone is gone. Saved up to {time}; plug it in to go on.</source>
        <extracomment>Text this far behind is worth a sentence; a few seconds are normal.</extracomment>
        <translation>麦克风断开了。已保存到 {time}，插回后自动接着录。</translation>
    </message>
    <message>
        <source>The disk does not take the recording: {seconds} s wait in memory.</source>
        <translation>磁盘写不进去：有 {seconds} 秒录音在内存里等着。</translation>
    </message>
    <message>
        <source>Text is {seconds} s behind. The recording is complete; text follows.</source>
        <translation>文字落后 {seconds} 秒，录音完整，稍后自动补齐。</translation>
    </message>
    <message>
        <source>Speech recognition stopped. The recording goes on; text follows later.</source>
        <translation>语音识别停了。录音照常，文字稍后补上。</translation>
    </message>
    <message>
        <source>The drafting model stopped. The draft by rules can be used.</source>
        <translation>成文模型停了，规则草稿可以继续用。</translation>
    </message>
</context>
<context>
    <name>RecoveryDesk</name>
    <message>
        <source>Writing up the recording…</source>
        <translation>正在整理录音…</translation>
    </message>
    <message>
        <source>Reading the file…</source>
        <translation>正在读取文件…</translation>
    </message>
    <message>
        <source>The recording is written up after this visit.</source>
        <translation>这次就诊结束后再整理那段录音。</translation>
    </message>
    <message>
        <source>Writing up the recording: {done} of {total}</source>
        <translation>正在整理录音：{done} / {total}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>RecoveryPaper</name>
    <message>
        <source>Save the recovery key</source>
        <translation>保存恢复密钥</translation>
    </message>
    <message>
        <source>Zhenlu recovery key</source>
        <translation>诊录恢复密钥</translation>
    </message>
</context>
<context>
    <name>RestoreDesk</name>
    <message>
        <source>Bringing back {name}</source>
        <translation>正在恢复 {name}</translation>
    </message>
    <message>
        <source>Choose the backup</source>
        <translation>选择备份</translation>
    </message>
    <message>
        <source>Backups (*.zhenlu)</source>
        <translation>备份 (*.zhenlu)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 （*）</translation>
    </message>
</context>
<context>
    <name>ReviewDesk</name>
    <message>
        <source>Done.</source>
        <extracomment>Steps that can be taken back. From the record as it reads to what it reads next; runs beside the window.</extracomment>
        <translation>已完成。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>TemplatesDesk</name>
    <message>
        <source>Saved. It applies from the next draft on.</source>
        <translation>已保存，从下一次成文起生效。</translation>
    </message>
    <message>
        <source>The clinic&apos;s own one is gone.</source>
        <translation>自有模板已移除。</translation>
    </message>
</context>
<context>
    <name>Upkeep</name>
    <message>
        <source>No backup was ever made. Make one under Manage.</source>
        <extracomment>A computer that slept has missed its timers, so the day is looked at every hour.</extracomment>
        <translation>还没有备份过。请在“管理”里备份。</translation>
    </message>
    <message>
        <source>The last backup is {days} days old. Make one under Manage.</source>
        <translation>上次备份已过 {days} 天。请在“管理”里备份。</translation>
    </message>
</context>
<context>
    <name>VoiceDesk</name>
    <message>
        <source>Your voice is enrolled. It is used from the next visit on.</source>
        <translation>声音已登记，从下一次就诊起使用。</translation>
    </message>
    <message>
        <source>Your enrolled voice was deleted.</source>
        <translation>已删除登记的声音。</translation>
    </message>
</context>
<context>
    <name>WordsDesk</name>
    <message>
        <source>{word} is known from the next visit on.</source>
        <translation>“{word}”从下一次就诊起可用。</translation>
    </message>
    <message>
        <source>The word is gone; what ships stays.</source>
        <translation>已移除；内置的词保留。</translation>
    </message>
</context>
</TS>
