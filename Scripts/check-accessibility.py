"""Holds pages against axe's accessibility rules in Chromium: light and dark, on a wide and on a narrow screen.

check-accessibility.py [--pictures DIRECTORY] PAGE...

Every folded part is opened first. Besides axe's rules, a page may not be wider than the screen, and no table may be cut off
outside its own scrolling region. Prints what a page breaks; ends with 1 where one breaks anything.
"""

import argparse
import pathlib
import shutil
import sys

import axe_playwright_python
from playwright.sync_api import sync_playwright

BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
WIDTHS = [1280, 390]
SCHEMES = ["light", "dark"]

# Shadows behind tables say that there is more to scroll to. They are gradients, on which axe can't measure contrast; the table
# lies on the plain ground between them.
PLAIN_GROUND = ".scroll { background: var(--ground) !important }"

TOO_WIDE = """() => {
    const found = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
    for (const table of document.querySelectorAll("table")) {
        const region = table.closest("[role=region]");
        if (!region) { found.push("a table stands in no region"); continue; }
        const style = getComputedStyle(region);
        if (region.scrollWidth > region.clientWidth && !["auto", "scroll"].includes(style.overflowX))
            found.push(`${table.caption?.textContent} is cut off`);
    }
    return found;
}"""


def browser():
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def problems(page, axe):
    """What one page breaks as it stands on the screen."""
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    page.add_style_tag(content=PLAIN_GROUND)
    page.evaluate(axe)
    result = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    found = [
        f"{rule['id']} ({rule['impact']}): {' '.join(map(str, node['target']))}: {' '.join(node['failureSummary'].split())}"
        for rule in result["violations"] for node in rule["nodes"]
    ]
    return found + page.evaluate(TOO_WIDE)


def check(paths, executable, pictures):
    """The number of problems of all pages, each printed."""
    axe = pathlib.Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
    count = 0
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        for number, path in enumerate(paths):
            for scheme in SCHEMES:
                for width in WIDTHS:
                    # The page's own policy keeps scripts out, axe's too.
                    context = chromium.new_context(
                        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
                    page = context.new_page()
                    page.goto(path.resolve().as_uri())
                    if pictures:
                        name = f"{number}-{path.stem}-{width}-{scheme}.png"
                        page.screenshot(path=pictures / name, full_page=True)
                    found = problems(page, axe)
                    for problem in found:
                        print(f"{path}, {scheme}, {width} wide: {problem}")
                    count += len(found)
                    context.close()
        chromium.close()
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=pathlib.Path, help="keeps a picture of each page as it was looked at")
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    executable = browser()
    if executable is None:
        sys.exit(f"No Chromium was found (looked for {', '.join(BROWSERS)}); on Debian: apt-get install chromium")
    if arguments.pictures:
        arguments.pictures.mkdir(parents=True, exist_ok=True)
    count = check(arguments.pages, executable, arguments.pictures)
    views = len(arguments.pages) * len(SCHEMES) * len(WIDTHS)
    print(f"{len(arguments.pages)} pages in {views} views: {count} problems" if count else
          f"{len(arguments.pages)} pages in {views} views break no rule")
    sys.exit(1 if count else 0)


main()
