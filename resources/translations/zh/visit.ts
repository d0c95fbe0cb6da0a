<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AskBar</name>
    <message>
        <source>Under {years} a guardian agrees to the recording. Who did?</source>
        <translation>{years} 岁以下由监护人同意录音。谁同意的？</translation>
    </message>
    <message>
        <source>Withdraw the consent? A running recording stops, and all sound of this visit is erased. What is written stays.</source>
        <translation>撤回同意？正在录的会停下，这次就诊的录音全部清除，已写的文字保留。</translation>
    </message>
    <message>
        <source>Withdraw and erase</source>
        <translation>撤回并清除</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
</context>
<context>
    <name>Capture</name>
    <message>
        <source>microphone gone</source>
        <extracomment>After so long without a voice the person is told. A recording was begun and not ended. Icon and tint of each state.</extracomment>
        <translation>麦克风断开</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>准备好了</translation>
    </message>
    <message>
        <source>no sound arrives</source>
        <translation>没有声音进来</translation>
    </message>
    <message>
        <source>too loud, move away a little</source>
        <translation>太响，离远一点</translation>
    </message>
    <message>
        <source>no speech for {seconds} s</source>
        <translation>{seconds} 秒没听到说话</translation>
    </message>
    <message>
        <source>too quiet, come closer</source>
        <translation>太轻，靠近一点</translation>
    </message>
    <message>
        <source>hearing speech</source>
        <translation>听到说话</translation>
    </message>
    <message>
        <source>nobody speaks</source>
        <translation>没人说话</translation>
    </message>
</context>
<context>
    <name>ConsentChip</name>
    <message>
        <source>Agreed orally</source>
        <extracomment>Who may answer for a patient, in the order of the menu.</extracomment>
        <translation>已口头同意</translation>
    </message>
    <message>
        <source>Agreed in writing</source>
        <translation>已书面同意</translation>
    </message>
    <message>
        <source>Somebody agreed for the patient</source>
        <translation>由他人代为同意</translation>
    </message>
    <message>
        <source>Refused: type the record</source>
        <translation>不同意，手写病历</translation>
    </message>
    <message>
        <source>Withdrawn: stop and erase the sound</source>
        <translation>撤回同意，停止并清除录音</translation>
    </message>
    <message>
        <source>Consent: {state}</source>
        <translation>录音同意：{state}</translation>
    </message>
    <message>
        <source>Consent to the recording</source>
        <translation>是否同意录音</translation>
    </message>
    <message>
        <source>consent not noted</source>
        <translation>未记录是否同意</translation>
    </message>
    <message>
        <source>consent withdrawn</source>
        <translation>已撤回同意</translation>
    </message>
    <message>
        <source>agreed orally</source>
        <translation>已口头同意</translation>
    </message>
    <message>
        <source>agreed in writing</source>
        <translation>已书面同意</translation>
    </message>
    <message>
        <source>agreed by {who}</source>
        <translation>{who}代为同意</translation>
    </message>
    <message>
        <source>refused: typed only</source>
        <translation>不同意录音，只打字</translation>
    </message>
</context>
<context>
    <name>GrowingDraft</name>
    <message>
        <source>Draft so far</source>
        <extracomment>A pause in typing after which a section is kept.</extracomment>
        <translation>随录草稿</translation>
    </message>
    <message>
        <source>by rules until the end</source>
        <translation>规则摘取，停止后成文</translation>
    </message>
    <message>
        <source>{known} of {all} sections</source>
        <translation>{all} 节中已谈到 {known} 节</translation>
    </message>
</context>
<context>
    <name>GrowingSection</name>
    <message>
        <source>not mentioned yet</source>
        <translation>还没谈到</translation>
    </message>
    <message>
        <source>your words</source>
        <translation>自己写的</translation>
    </message>
</context>
<context>
    <name>MicrophoneMenu</name>
    <message>
        <source>Microphones</source>
        <translation>麦克风</translation>
    </message>
    <message>
        <source>The system&apos;s choice</source>
        <translation>由系统选择</translation>
    </message>
</context>
<context>
    <name>PatientBar</name>
    <message>
        <source>Hold to show the name</source>
        <extracomment>Of the window&apos;s width, for the whole name while it is held in sight.</extracomment>
        <translation>按住显示姓名</translation>
    </message>
    <message>
        <source>allergy: {what}</source>
        <translation>{what}过敏</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>RecordStrip</name>
    <message>
        <source>Microphone: {name}</source>
        <extracomment>Of the level, and so of what stands below it. Narrower than this (at a text size of 100 %) buttons name their keys only when pointed at. From here on being behind is told in a word instead of a figure.</extracomment>
        <translation>麦克风：{name}</translation>
    </message>
    <message>
        <source>Small bar above other programs</source>
        <translation>缩成小条，浮在其他程序上</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>Flag</source>
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
        <source>Type it</source>
        <translation>不录，打字</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Last words…</source>
        <translation>正在补齐最后几句…</translation>
    </message>
    <message>
        <source>Consent given, record</source>
        <translation>已同意，录音</translation>
    </message>
    <message>
        <source>Tell the patient first; record once they agree</source>
        <translation>先告诉患者会录音，同意后再录</translation>
    </message>
    <message>
        <source>Saved up to {time}</source>
        <translation>已保存到 {time}</translation>
    </message>
    <message>
        <source>Saved, encrypted, up to {time}</source>
        <translation>已加密保存到 {time}</translation>
    </message>
    <message>
        <source>Text is {seconds} s behind</source>
        <translation>文字落后 {seconds} 秒</translation>
    </message>
    <message>
        <source>Text keeps up</source>
        <translation>文字跟得上</translation>
    </message>
</context>
<context>
    <name>RecordingView</name>
    <message>
        <source>Conversation</source>
        <translation>对话原文</translation>
    </message>
    <message>
        <source>New words</source>
        <translation>新内容</translation>
    </message>
    <message>
        <source>Swap doctor and patient</source>
        <translation>互换医患</translation>
    </message>
    <message>
        <source>S in the conversation</source>
        <translation>在对话里按 S</translation>
    </message>
    <message>
        <source>The last words may still change</source>
        <translation>句末几个字还在识别，几秒后定稿</translation>
    </message>
    <message>
        <source>F6 changes the pane</source>
        <translation>F6 切换区域</translation>
    </message>
    <message>
        <source>Change the intake</source>
        <translation>修改预问诊</translation>
    </message>
    <message>
        <source>Intake before the visit</source>
        <translation>预问诊</translation>
    </message>
</context>
<context>
    <name>Relations</name>
    <message>
        <source>mother</source>
        <translation>母亲</translation>
    </message>
    <message>
        <source>father</source>
        <translation>父亲</translation>
    </message>
    <message>
        <source>spouse</source>
        <translation>配偶</translation>
    </message>
    <message>
        <source>child</source>
        <translation>子女</translation>
    </message>
    <message>
        <source>another relative</source>
        <translation>其他亲属</translation>
    </message>
</context>
<context>
    <name>VisitPage</name>
    <message>
        <source>Signed {time}, v{number}</source>
        <translation>已签名 {time}，v{number}</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>就诊</translation>
    </message>
    <message>
        <source>No visit is open. Choose one under Today.</source>
        <translation>还没有打开就诊。请在“今日”里选一位。</translation>
    </message>
    <message>
        <source>Record more</source>
        <translation>接着录</translation>
    </message>
</context>
</TS>
