<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Roles</name>
    <message>
        <source>D</source>
        <extracomment>Below it a word is underlined: listen again.</extracomment>
        <translation>医</translation>
    </message>
    <message>
        <source>N</source>
        <translation>护</translation>
    </message>
    <message>
        <source>P</source>
        <translation>患</translation>
    </message>
    <message>
        <source>C</source>
        <translation>陪</translation>
    </message>
</context>
</TS>
