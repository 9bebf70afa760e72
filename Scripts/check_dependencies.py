"""Fails where a Swift target imports a module that Package.swift does not list among its dependencies.

Such a target builds, because another dependency brings the module along, but an incremental build does not compile it again
when the module changes. Reads the output of `swift package dump-package` from standard input.
"""

import json
import pathlib
import re
import sys

IMPORT = re.compile(r"^\s*(?:@\w+\s+|package\s+|public\s+|private\s+|internal\s+)*import\s+(?:(?:struct|class|enum|func)\s+)?(\w+)", re.M)


def undeclared(target, known):
    folder = pathlib.Path(target["path"])
    excluded = [folder / path for path in target.get("exclude", [])]
    declared = {next(iter(dependency.values()))[0] for dependency in target["dependencies"]} | {target["name"]}
    for file in sorted(folder.rglob("*.swift")):
        if not any(path in file.parents for path in excluded):
            for module in IMPORT.findall(file.read_text()):
                if module in known - declared:
                    yield file, module


package = json.load(sys.stdin)
targets = package["targets"]
products = {next(iter(dependency.values()))[0] for target in targets for dependency in target["dependencies"]}
known = {target["name"] for target in targets} | products
problems = [(target["name"], *found) for target in targets for found in undeclared(target, known)]
for name, file, module in problems:
    print(f"{file}: imports {module}, which Package.swift does not list as a dependency of {name}", file=sys.stderr)
sys.exit(1 if problems else 0)
