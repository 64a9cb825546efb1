"""Forms of other publishers' digests: what each field is called and where it stands.

A form that is worth it has a reader of its own; every other is a mapping (`mapping`), data in TOML. Both make
`Facts` of what they read, of which `sources.facts` makes entries. Knows nothing of files, folders and days.
"""
