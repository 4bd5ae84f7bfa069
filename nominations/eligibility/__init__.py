"""Eligibility of subjects for awards, rule by rule, with the records read and the articles.

`facts` has the facts of one subject in one year, `answers` the result. The rules themselves are
data (`nominations.law.rulesets`, docs/rules.md).
"""
