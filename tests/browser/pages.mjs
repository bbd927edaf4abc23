// SPDX-License-Identifier: Apache-2.0
// Opens pages in headless Chromium at three widths and holds them to WCAG 2.2 AA by axe, to reflow
// at 320 pixels, to the keyboard, and to loading nothing from elsewhere.
//
// usage: node pages.mjs MODULES CHROMIUM FOLDER SCREENSHOTS PAGE...
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Checks } from './checks.mjs';

const [modules, chromium, folder, shots, ...pages] = process.argv.slice(2);
const checks = new Checks(modules);
const widths = [320, 768, 1280];
const middle = 768; // here only what moves: that nothing is cut off

async function checkPage(browser, page, width) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const tab = await context.newPage();
    const address = pathToFileURL(join(resolve(folder), page)).href;
    tab.on('console', (message) => {
        if (message.type() === 'error') {
            checks.fault(page, width, `console: ${message.text()}`);
        }
    });
    tab.on('request', (request) => {
        if (request.url() !== address) {
            checks.fault(page, width, `asks for ${request.url()}`);
        }
    });
    await tab.goto(address, { timeout: 30000 });
    if (await tab.evaluate(() => document.scripts.length) > 0) {
        checks.fault(page, width, 'has a script');
    }
    await checks.reflow(tab, page, width);
    const passes = width === middle ? 0 : await checks.rules(tab, page, width);
    if (width === widths[widths.length - 1]) {
        await checks.keyboard(tab, page, width, 3);
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

const browser = await checks.launch(chromium);
let rules = 0;
for (const page of pages) {
    for (const width of widths) {
        rules += await checkPage(browser, page, width);
    }
}
await browser.close();
console.log(`${pages.length} pages at ${widths.length} widths, ${rules} rules passed, ${checks.faults} faults`);
process.exit(checks.faults === 0 ? 0 : 1);
