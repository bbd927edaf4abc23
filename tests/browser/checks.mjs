// SPDX-License-Identifier: Apache-2.0
// What every page is held to in headless Chromium, whether it is a file or served: WCAG 2.2 AA by
// axe, reflow, and a sign of the focus wherever the keyboard goes.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const tabStops = 25;

export class Checks {
    constructor(modules) {
        const require = createRequire(join(resolve(modules), 'package.json'));
        this.playwright = require('playwright-core');
        this.axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
        this.faults = 0;
    }

    launch(chromium) {
        return this.playwright.chromium.launch({
            executablePath: chromium,
            args: ['--no-sandbox', '--disable-gpu'],
        });
    }

    fault(page, width, text) {
        this.faults++;
        console.error(`${page} at ${width}: ${text}`);
    }

    async rules(tab, page, width) {
        await tab.evaluate(this.axe);
        const result = await tab.evaluate(
            (wanted) => window.axe.run(document, { runOnly: { type: 'tag', values: wanted } }), tags);
        for (const violation of result.violations) {
            for (const node of violation.nodes.slice(0, 3)) {
                this.fault(page, width,
                    `${violation.id}: ${violation.help}: ${node.html.slice(0, 160)}`);
            }
        }
        return result.passes.length;
    }

    async reflow(tab, page, width) {
        const wide = await tab.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 0) {
            this.fault(page, width, `scrolls sideways by ${wide} pixels`);
        }
    }

    // Whatever takes the focus shows it: its outline, shadow or ground is not what it was.
    async keyboard(tab, page, width, least) {
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
                this.fault(page, width, `no sign of the focus: ${stop.text}`);
            }
            seen.add(stop.index);
        }
        if (seen.size < least) {
            this.fault(page, width, `the keyboard reaches ${seen.size} places`);
        }
    }
}
