"""The press: sets one paper and ends; in a web server the types of a compiler would stay in memory by the hundred megabytes.

Standard input is JSON: `source` and `data` (both text), `form` (pdf or png), `dots_per_inch`. Standard output is what was
made, a PDF or a PNG of each page, each after its length in eight bytes.
Run by typesetting.py; it knows nothing of the house, so that it starts in some twenty milliseconds.
"""

import json
import sys

import typst


def main() -> None:
    """Set what stands on standard input; nothing is written where the compiler makes nothing."""
    job = json.load(sys.stdin.buffer)
    types = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
    made = typst.Compiler(job["source"].encode(), font_paths=types, sys_inputs={"data": job["data"]}).compile(
        format=job["form"], ppi=job["dots_per_inch"]
    )
    for file in made if isinstance(made, list) else [made]:
        if file:
            sys.stdout.buffer.write(len(file).to_bytes(8) + file)


if __name__ == "__main__":
    main()
