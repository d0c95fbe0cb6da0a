<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>PatientPanel</name>
    <message>
        <source>Add to today</source>
        <extracomment>Who else is known is scrolled to.</extracomment>
        <translation>加到今日</translation>
    </message>
    <message>
        <source>↓ choose who is known · Enter adds · Esc closes</source>
        <translation>↓ 选已有患者&#x3000;回车添加&#x3000;Esc 关闭</translation>
    </message>
    <message>
        <source>Enter adds · Esc closes</source>
        <translation>回车添加&#x3000;Esc 关闭</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Year of birth</source>
        <translation>出生年份</translation>
    </message>
    <message>
        <source>Record number</source>
        <translation>病历号</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>性别</translation>
    </message>
    <message>
        <source>female</source>
        <translation>女</translation>
    </message>
    <message>
        <source>male</source>
        <translation>男</translation>
    </message>
    <message>
        <source>first visit</source>
        <translation>初诊</translation>
    </message>
    <message>
        <source>revisit</source>
        <translation>复诊</translation>
    </message>
    <message>
        <source>emergency</source>
        <translation>急诊</translation>
    </message>
    <message>
        <source>follow-up</source>
        <translation>随访</translation>
    </message>
    <message>
        <source>Kind of visit</source>
        <translation>就诊类型</translation>
    </message>
    <message>
        <source>Known patients</source>
        <translation>已有患者</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
</context>
<context>
    <name>TodayPage</name>
    <message>
        <source>Find a patient, a record, a drug</source>
        <extracomment>Of the whole width, at most. Narrower than this (at a text size of 100 %) what is owed folds to two lines above the list.</extracomment>
        <translation>找患者、病历、用药</translation>
    </message>
    <message>
        <source>New patient</source>
        <translation>新患者</translation>
    </message>
    <message>
        <source>Import a recording</source>
        <translation>导入录音</translation>
    </message>
    <message>
        <source>Today&apos;s visits</source>
        <translation>今日就诊</translation>
    </message>
    <message>
        <source>↑ ↓ choose · Enter open · {key} record</source>
        <translation>↑ ↓ 选人&#x3000;回车打开&#x3000;{key} 录音</translation>
    </message>
    <message>
        <source>{count} in all</source>
        <translation>{count} 人</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>已签</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>候诊</translation>
    </message>
    <message>
        <source>to be signed</source>
        <translation>待签名</translation>
    </message>
    <message>
        <source>follow-ups due</source>
        <translation>随访到期</translation>
    </message>
    <message>
        <source>To be signed</source>
        <translation>待签名</translation>
    </message>
    <message>
        <source>Sign one by one</source>
        <translation>逐份签名</translation>
    </message>
    <message>
        <source>Everything is signed.</source>
        <translation>都签完了。</translation>
    </message>
    <message>
        <source>Follow-ups due</source>
        <translation>到期随访</translation>
    </message>
    <message>
        <source>All follow-ups</source>
        <translation>随访表</translation>
    </message>
    <message>
        <source>Nothing is due.</source>
        <translation>没有到期的随访。</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>signature only</source>
        <translation>只差签名</translation>
    </message>
    <message>
        <source>{count} to settle</source>
        <translation>{count} 项必答</translation>
    </message>
    <message>
        <source>{days} d overdue</source>
        <translation>已过 {days} 天</translation>
    </message>
    <message>
        <source>due today</source>
        <translation>今天到期</translation>
    </message>
    <message>
        <source>in {days} d</source>
        <translation>还有 {days} 天</translation>
    </message>
</context>
<context>
    <name>UnfinishedCard</name>
    <message>
        <source>A visit was not finished</source>
        <extracomment>A recording is on the disk after so long at the latest.</extracomment>
        <translation>上次有一段就诊没有结束</translation>
    </message>
    <message>
        <source>Open this visit</source>
        <translation>打开这次就诊</translation>
    </message>
    <message>
        <source>Write up what was recorded</source>
        <translation>只整理已录的部分</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后再说</translation>
    </message>
    <message>
        <source>None of these deletes the recording</source>
        <translation>选哪个都不会删除录音</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 段</translation>
    </message>
    <message>
        <source>{name}. {saved} are saved, encrypted; at most the last {risk} s are missing. {heard} are written up already, the rest follows.</source>
        <translation>{name}。录音已加密保存 {saved}，最多缺最后 {risk} 秒；文字已转写到 {heard}，其余会自动补上。</translation>
    </message>
    <message>
        <source>saved {length}</source>
        <translation>已保存 {length}</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>没有录音</translation>
    </message>
</context>
<context>
    <name>VisitList</name>
    <message>
        <source>Nobody yet today. Ctrl+N adds a patient.</source>
        <translation>今天还没有患者。按 Ctrl+N 添加。</translation>
    </message>
    <message>
        <source>Looking up the day…</source>
        <translation>正在查看今日…</translation>
    </message>
    <message>
        <source>Today&apos;s visits</source>
        <translation>今日就诊</translation>
    </message>
</context>
<context>
    <name>VisitRow</name>
    <message>
        <source>Tell the patient first; record once they agree</source>
        <extracomment>A row; the chosen one with its buttons; and that with why, too, above what to say first. Narrower than this (at a text size of 100 %) a row tells less. The same for a row with all of its buttons.</extracomment>
        <translation>先告诉患者会录音，同意后再录</translation>
    </message>
    <message>
        <source>allergy: {what}</source>
        <translation>{what}过敏</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>{count} to settle</source>
        <translation>{count} 项必答</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Intake</source>
        <translation>预问诊</translation>
    </message>
    <message>
        <source>Go on recording</source>
        <translation>接着录</translation>
    </message>
    <message>
        <source>Consent given, record</source>
        <translation>已同意，录音</translation>
    </message>
    <message>
        <source>first visit</source>
        <translation>初诊</translation>
    </message>
    <message>
        <source>revisit</source>
        <translation>复诊</translation>
    </message>
    <message>
        <source>emergency</source>
        <translation>急诊</translation>
    </message>
    <message>
        <source>follow-up</source>
        <translation>随访</translation>
    </message>
    <message>
        <source>unfinished {length}</source>
        <translation>未结束 {length}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>候诊</translation>
    </message>
    <message>
        <source>recording</source>
        <translation>录音中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>being heard</source>
        <translation>转写中</translation>
    </message>
    <message>
        <source>being drafted</source>
        <translation>成文中</translation>
    </message>
    <message>
        <source>to be signed</source>
        <translation>待签名</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>已签</translation>
    </message>
    <message>
        <source>amended</source>
        <translation>已修改</translation>
    </message>
    <message>
        <source>no speech</source>
        <translation>没听到说话</translation>
    </message>
</context>
</TS>
