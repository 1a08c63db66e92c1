"""Terraform plans and states: azurerm resources in ARM's shape by tables, azapi resources as they are.

``declared`` finds the resources in a plan or a state, ``references`` the ids that only an apply will know,
``services`` holds the tables, ``shaping`` applies them.
"""
