"""Comparing values of the hot path: its classes have no equality of their own, since nothing but tests would ask."""

from types import GetSetDescriptorType, MemberDescriptorType


def told(value: object) -> dict[str, object]:
    """What a value holds, by name: its slots, or the attributes of a compiled class."""
    kinds = (MemberDescriptorType, GetSetDescriptorType)
    return {name: getattr(value, name) for name, held in vars(type(value)).items() if isinstance(held, kinds)}
