"""The record before it is signed: the words, the sheet, and what is left to decide."""
