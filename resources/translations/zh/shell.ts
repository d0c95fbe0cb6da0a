<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Header</name>
    <message>
        <source>offline · encrypted</source>
        <translation>离线 · 已加密</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>On this screen</source>
        <translation>这一页</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>任何页面</translation>
    </message>
    <message>
        <source>Start or stop recording</source>
        <translation>开始或停止录音</translation>
    </message>
    <message>
        <source>Today, visit, follow-up, find, figures, manage</source>
        <translation>今日、就诊、随访、检索、统计、管理</translation>
    </message>
    <message>
        <source>Find a patient, a record, a drug</source>
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
        <source>Next or previous pane</source>
        <translation>下一区、上一区</translation>
    </message>
    <message>
        <source>Lock; a recording goes on</source>
        <translation>锁屏；录音继续</translation>
    </message>
    <message>
        <source>Larger, smaller, normal text</source>
        <translation>字大一些、小一些、原样</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>These keys</source>
        <translation>显示这些按键</translation>
    </message>
    <message>
        <source>Close what is open; never stops a recording</source>
        <translation>关闭打开的东西；不会停止录音</translation>
    </message>
    <message>
        <source>Choose a patient</source>
        <translation>选患者</translation>
    </message>
    <message>
        <source>Open the visit</source>
        <translation>打开就诊</translation>
    </message>
    <message>
        <source>Record the visit that is chosen</source>
        <translation>给选中的就诊录音</translation>
    </message>
    <message>
        <source>Questions before the visit</source>
        <translation>预问诊</translation>
    </message>
    <message>
        <source>Begin the follow-up; in the form, confirm and go on</source>
        <translation>开始随访；在表里确认并跳到下一项</translation>
    </message>
    <message>
        <source>Choose an answer</source>
        <translation>选答案</translation>
    </message>
    <message>
        <source>Next value to confirm</source>
        <translation>下一项待确认</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>Choose what was found</source>
        <translation>在结果里选</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Pause, go on recording</source>
        <translation>暂停、接着录</translation>
    </message>
    <message>
        <source>Flag this moment</source>
        <translation>标记这一刻</translation>
    </message>
    <message>
        <source>Type the record, nothing is recorded</source>
        <translation>不录音，打字写病历</translation>
    </message>
    <message>
        <source>With the caret in a section: dictate into it</source>
        <translation>光标在某一节时：口述这一节</translation>
    </message>
    <message>
        <source>Hear the words behind the sentence</source>
        <translation>听这句话的原话</translation>
    </message>
    <message>
        <source>The next words behind it</source>
        <translation>下一处原话</translation>
    </message>
    <message>
        <source>Next, previous thing to decide</source>
        <translation>下一项、上一项待定</translation>
    </message>
    <message>
        <source>First, second answer of its card</source>
        <translation>卡片的第一、第二个回答</translation>
    </message>
    <message>
        <source>Copy the record</source>
        <translation>复制全文</translation>
    </message>
    <message>
        <source>Copy the next section</source>
        <translation>逐节复制</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>In the conversation: correct the line</source>
        <translation>在对话里：改这句话</translation>
    </message>
    <message>
        <source>In the conversation: hear the line</source>
        <translation>在对话里：听这句话</translation>
    </message>
    <message>
        <source>In the conversation: doctor, patient, companion, nurse</source>
        <translation>在对话里：医生、患者、陪同、护士</translation>
    </message>
    <message>
        <source>In the conversation: swap doctor and patient</source>
        <translation>在对话里：互换医患</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Zhenlu 诊录</source>
        <translation>诊录</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>and {count} more</source>
        <extracomment>Worst first. News that is &quot;ok&quot; leaves by itself.</extracomment>
        <translation>另有 {count} 条</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Today</source>
        <extracomment>In the order of the rail; the admin place and the lock stand at its foot.</extracomment>
        <translation>今日</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>就诊</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>随访</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>检索</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Manage</source>
        <translation>管理</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
</context>
</TS>
