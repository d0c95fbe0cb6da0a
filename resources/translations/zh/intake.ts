<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ChoiceField</name>
    <message>
        <source>Yes</source>
        <extracomment>What yes and no are filled in as, in either language. Units of time as the questions understand them, one and many. Most complaints are days old.</extracomment>
        <translation>是（有）</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否（没有）</translation>
    </message>
</context>
<context>
    <name>ComplaintForm</name>
    <message>
        <source>What is the problem today?</source>
        <translation>今天哪里不舒服？</translation>
    </message>
    <message>
        <source>In your own words, such as: a cough for 3 days</source>
        <translation>用自己的话写，例如：咳嗽 3 天</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一题</translation>
    </message>
    <message>
        <source>Or choose what fits best:</source>
        <translation>或者选最接近的：</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>其他情况</translation>
    </message>
</context>
<context>
    <name>IntakePage</name>
    <message>
        <source>Before the visit</source>
        <translation>预问诊</translation>
    </message>
    <message>
        <source>Finish here</source>
        <translation>先填到这里</translation>
    </message>
    <message>
        <source>To the visit</source>
        <translation>回到就诊</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一题</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一题</translation>
    </message>
    <message>
        <source>Thank you</source>
        <translation>谢谢</translation>
    </message>
    <message>
        <source>Please hand the computer back to the staff.</source>
        <translation>请把电脑交还给医护人员。</translation>
    </message>
    <message>
        <source>Staff: enter the passphrase</source>
        <translation>医护人员：输入密码</translation>
    </message>
    <message>
        <source>Question {number} of {count}</source>
        <translation>第 {number} 题，共 {count} 题</translation>
    </message>
    <message>
        <source>Please enter a number between {low} and {high}, or skip.</source>
        <translation>请填 {low} 到 {high} 之间的数字，或跳过这一题。</translation>
    </message>
    <message>
        <source>Please write less, {limit} characters at most.</source>
        <translation>请写短一些，最多 {limit} 个字。</translation>
    </message>
    <message>
        <source>Please enter a number, or skip the question.</source>
        <translation>请填数字，或跳过这一题。</translation>
    </message>
</context>
<context>
    <name>LengthField</name>
    <message>
        <source>How long</source>
        <translation>多久了</translation>
    </message>
</context>
<context>
    <name>NumberField</name>
    <message>
        <source>between {low} and {high}</source>
        <translation>{low} 到 {high} 之间</translation>
    </message>
    <message>
        <source>Number in {unit}</source>
        <translation>数值（{unit}）</translation>
    </message>
</context>
<context>
    <name>TextField</name>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>In a few words</source>
        <translation>写几句话</translation>
    </message>
    <message>
        <source>Characters left: {count}</source>
        <translation>还可以写 {count} 个字</translation>
    </message>
    <message>
        <source>Characters over the limit: {count}</source>
        <translation>超出 {count} 个字</translation>
    </message>
</context>
<context>
    <name>WhoForm</name>
    <message>
        <source>Who answers?</source>
        <extracomment>So many complaints stand side by side where their words leave room for it. Id of the questions for whatever has none of its own.</extracomment>
        <translation>谁来回答？</translation>
    </message>
    <message>
        <source>The patient</source>
        <translation>患者本人</translation>
    </message>
    <message>
        <source>A companion</source>
        <translation>陪同人</translation>
    </message>
    <message>
        <source>Who fills it in?</source>
        <translation>谁来填写？</translation>
    </message>
    <message>
        <source>They do, at this computer</source>
        <translation>对方自己在这台电脑上填</translation>
    </message>
    <message>
        <source>Staff, asking them</source>
        <translation>医护人员代填</translation>
    </message>
    <message>
        <source>Everything else is hidden until your passphrase is entered again. Hand the computer over after “Begin”.</source>
        <translation>按“开始”后交出电脑。其他内容全部隐藏，再次输入密码才能看到。</translation>
    </message>
    <message>
        <source>The visit opens again after the last answer.</source>
        <translation>填完最后一题，回到这次就诊。</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始</translation>
    </message>
</context>
</TS>
