"""Who may be nominated for what, rule by rule, with the record read and the article it rests on.

`facts` is what is known of one subject in one year, `answers` what is said about it. The rules
themselves are data (`nominations.law.rulesets`, docs/rules.md).
"""
