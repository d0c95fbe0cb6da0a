<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>DueList</name>
    <message>
        <source>Nobody is due. What visits plan for later appears here by itself.</source>
        <translation>没有到期的随访。就诊时约定的随访会自动列在这里。</translation>
    </message>
    <message>
        <source>Looking who is due…</source>
        <translation>正在查看到期的随访…</translation>
    </message>
    <message>
        <source>Due follow-ups</source>
        <translation>到期随访</translation>
    </message>
</context>
<context>
    <name>DueRow</name>
    <message>
        <source>revisit</source>
        <translation>复诊</translation>
    </message>
    <message>
        <source>test</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>follow-up</source>
        <translation>随访</translation>
    </message>
    <message>
        <source>Hypertension form</source>
        <translation>高血压随访表</translation>
    </message>
    <message>
        <source>Diabetes form</source>
        <translation>糖尿病随访表</translation>
    </message>
    <message>
        <source>Nursing form</source>
        <translation>护理随访表</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>接着做</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始随访</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Done elsewhere: take it off the list</source>
        <translation>已在别处完成，移出名单</translation>
    </message>
    <message>
        <source>Not needed</source>
        <translation>不再需要</translation>
    </message>
    <message>
        <source>No longer needed: off the list</source>
        <translation>不再需要，移出名单</translation>
    </message>
    <message>
        <source>{days} d overdue</source>
        <translation>已过 {days} 天</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>in {days} d</source>
        <translation>{days} 天后</translation>
    </message>
</context>
<context>
    <name>FollowUpPage</name>
    <message>
        <source>Follow-up</source>
        <translation>随访</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>口述</translation>
    </message>
    <message>
        <source>Choose who is due with ↑ ↓, press Enter, then F9 and say what you measured.</source>
        <translation>用 ↑ ↓ 选患者，按回车，再按 F9 口述随访结果。</translation>
    </message>
    <message>
        <source>Whole record</source>
        <translation>完整病历</translation>
    </message>
    <message>
        <source>Enter confirms and goes on · digits choose · F7 what is open</source>
        <translation>回车确认并跳到下一项 · 数字键选择 · F7 下一项待确认</translation>
    </message>
    <message>
        <source>AI draft, not reviewed</source>
        <translation>AI生成，待医师审核</translation>
    </message>
    <message>
        <source>{filled} filled · {waiting} to confirm · {unsaid} not said</source>
        <translation>填好 {filled} 项 · {waiting} 项请确认 · {unsaid} 项没说到</translation>
    </message>
    <message>
        <source>Last time, {day}: {values}</source>
        <translation>上次 {day}：{values}</translation>
    </message>
    <message>
        <source>Signed {time}, v{number}</source>
        <translation>已签名 {time}，v{number}</translation>
    </message>
    <message>
        <source>{done} of {wanted} contacts this year</source>
        <translation>本年第 {done} 次，应随访 {wanted} 次</translation>
    </message>
</context>
<context>
    <name>FormField</name>
    <message>
        <source>target {target}</source>
        <extracomment>What was heard may be a question and its answer. State to sign, tint, look of the editor.</extracomment>
        <translation>目标 {target}</translation>
    </message>
    <message>
        <source>may stay empty</source>
        <translation>可空</translation>
    </message>
    <message>
        <source>said</source>
        <translation>说到</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>please confirm</source>
        <translation>请确认</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>没说到</translation>
    </message>
    <message>
        <source>worked out</source>
        <translation>算出</translation>
    </message>
    <message>
        <source>out of range</source>
        <translation>超出范围</translation>
    </message>
    <message>
        <source>a number, please</source>
        <translation>请填数字</translation>
    </message>
    <message>
        <source>a day, please, like 2026-12-08</source>
        <translation>请填日期，如 2026-12-08</translation>
    </message>
    <message>
        <source>between {low} and {high}</source>
        <translation>应在 {low}–{high} 之间</translation>
    </message>
    <message>
        <source>heard “{words}”</source>
        <translation>听到“{words}”</translation>
    </message>
    <message>
        <source>please choose</source>
        <translation>没说到，请选</translation>
    </message>
    <message>
        <source>follows from the other values</source>
        <translation>按其他数值算出</translation>
    </message>
</context>
<context>
    <name>FormView</name>
    <message>
        <source>Form</source>
        <extracomment>From so wide on, three fields or two stand side by side.</extracomment>
        <translation>表格</translation>
    </message>
</context>
</TS>
