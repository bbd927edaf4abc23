// SPDX-License-Identifier: Apache-2.0
// Opens pages in headless Chromium at three widths and holds them to WCAG 2.2 AA by axe, to reflow
// at 320 pixels, to the keyboard, and to loading nothing from elsewhere.
//
// usage: node pages.mjs MODULES CHROMIUM FOLDER SCREENSHOTS PAGE...
import { readFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, chromium, folder, shots, ...pages] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), 'package.json'));
const playwright = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const widths = [320, 768, 1280];
const middle = 768; // here only what moves: that nothing is cut off
const tabStops = 25;
let faults = 0;

function fault(page, width, text) {
    faults++;
    console.error(`${page} at ${width}: ${text}`);
}

async function checkAxe(tab, page, width) {
    await tab.evaluate(axe);
    const result = await tab.evaluate(
        (wanted) => window.axe.run(document, { runOnly: { type: 'tag', values: wanted } }), tags);
    for (const violation of result.violations) {
        for (const node of violation.nodes.slice(0, 3)) {
            fault(page, width, `${violation.id}: ${violation.help}: ${node.html.slice(0, 160)}`);
        }
    }
    return result.passes.length;
}

// Whatever takes the focus shows it: its outline, shadow or ground is not what it was.
async function checkKeyboard(tab, page, width) {
    const seen = new Set();
    for (let i = 0; i < tabStops; i++) {
        await tab.keyboard.press('Tab');
        const stop = await tab.evaluate(() => {
            const at = document.activeElement;
            if (at === null || at === document.body) {
                return null;
            }
            const style = getComputedStyle(at);
            at.dataset.stop ??= String(Math.random());
            return {
                index: at.dataset.stop,
                text: at.outerHTML.slice(0, 100),
                shown: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
            };
        });
        if (stop === null) {
            break;
        }
        if (!stop.shown) {
            fault(page, width, `no sign of the focus: ${stop.text}`);
        }
        seen.add(stop.index);
    }
    if (seen.size < 3) {
        fault(page, width, `the keyboard reaches ${seen.size} places`);
    }
}

async function checkPage(browser, page, width) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const tab = await context.newPage();
    const address = pathToFileURL(join(resolve(folder), page)).href;
    tab.on('console', (message) => {
        if (message.type() === 'error') {
            fault(page, width, `console: ${message.text()}`);
        }
    });
    tab.on('request', (request) => {
        if (request.url() !== address) {
            fault(page, width, `asks for ${request.url()}`);
        }
    });
    await tab.goto(address, { timeout: 30000 });
    if (await tab.evaluate(() => document.scripts.length) > 0) {
        fault(page, width, 'has a script');
    }
    const wide = await tab.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) {
        fault(page, width, `scrolls sideways by ${wide} pixels`);
    }
    const passes = width === middle ? 0 : await checkAxe(tab, page, width);
    if (width === widths[widths.length - 1]) {
        await checkKeyboard(tab, page, width);
    }
    await tab.evaluate(() => document.activeElement?.blur());
    if (shots !== '-') {
        mkdirSync(shots, { recursive: true });
        const name = `${page.replaceAll('/', '-').replace('.html', '')}-${width}.png`;
        await tab.screenshot({ path: join(shots, name), fullPage: true });
    }
    await context.close();
    return passes;
}

const browser = await playwright.chromium.launch({
    executablePath: chromium,
    args: ['--no-sandbox', '--disable-gpu'],
});
let rules = 0;
for (const page of pages) {
    for (const width of widths) {
        rules += await checkPage(browser, page, width);
    }
}
await browser.close();
console.log(`${pages.length} pages at ${widths.length} widths, ${rules} rules passed, ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
