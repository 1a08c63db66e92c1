"""Compiled ARM templates: what they would deploy, without deploying it.

``parser`` reads one expression, ``evaluation`` computes it, ``template`` holds the names of one template, ``expansion``
turns it into resources. What only a deployment can know is an ``Opaque``: unknown, but the same wherever it is meant.

Source of the language: Microsoft Learn, "ARM template functions" and "Understand the structure and syntax of ARM
templates".
"""
