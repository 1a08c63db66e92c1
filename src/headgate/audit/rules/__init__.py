"""The rules: one file each, named for the defect, in a folder per area. ``registry`` finds them; nothing lists them."""
