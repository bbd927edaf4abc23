// SPDX-License-Identifier: Apache-2.0
// Opens the region's server in headless Chromium: signing in with the keyboard alone and without
// script, forms, errors, the officers' desk, accounts; axe and reflow at three widths.
//
// usage: node live.mjs MODULES CHROMIUM ADDRESS SCREENSHOTS OFFICER ADMINISTRATOR PASSWORD
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Checks } from './checks.mjs';

const [modules, chromium, base, shots, officer, administrator, password] = process.argv.slice(2);
const checks = new Checks(modules);
const widths = [320, 768, 1280];
let rules = 0;

// The same page with script, which axe needs: the server sends none, and would not let one run.
async function look(context, path, name, status) {
    for (const width of widths) {
        const tab = await context.newPage();
        await tab.setViewportSize({ width, height: 900 });
        tab.on('request', (request) => {
            if (!request.url().startsWith(base)) {
                checks.fault(name, width, `asks for ${request.url()}`);
            }
        });
        const answer = await tab.goto(base + path, { timeout: 30000 });
        if (answer.status() !== status) {
            checks.fault(name, width, `answered ${answer.status()}`);
        }
        if (await tab.evaluate(() => document.scripts.length) > 0) {
            checks.fault(name, width, 'has a script');
        }
        await checks.reflow(tab, name, width);
        rules += width === 768 ? 0 : await checks.rules(tab, name, width);
        if (width === 1280) {
            await checks.keyboard(tab, name, width, 2);
        }
        await shoot(tab, name, width);
        await tab.close();
    }
}

async function shoot(tab, name, width) {
    if (shots !== '-') {
        mkdirSync(shots, { recursive: true });
        await tab.screenshot({ path: join(shots, `live-${name}-${width}.png`), fullPage: true });
    }
}

// From the first field on with the keyboard alone; the address that comes after.
async function signIn(browser, name, secret) {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const tab = await context.newPage();
    await tab.goto(`${base}/sign-in`);
    await tab.keyboard.press('Tab'); // the region's name
    await tab.keyboard.press('Tab');
    await tab.keyboard.type(name);
    await tab.keyboard.press('Tab');
    await tab.keyboard.type(secret);
    await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')]);
    return { context, tab, path: new URL(tab.url()).pathname };
}

async function withScript(browser, from) {
    const context = await browser.newContext();
    await context.addCookies(await from.cookies());
    return context;
}

const browser = await checks.launch(chromium);
const nobody = await browser.newContext();
await look(nobody, '/sign-in', 'sign-in', 200);
await look(nobody, '/none.html', 'missing', 404);

const wrong = await signIn(browser, officer, 'wrong password');
if (wrong.path !== '/sign-in' || (await wrong.tab.locator('[role=alert]').count()) !== 1) {
    checks.fault('sign-in', 0, `a wrong password leads to ${wrong.path}, or says nothing`);
}
await shoot(wrong.tab, 'sign-in-wrong', 1280);

const desk = await signIn(browser, officer, password);
if (desk.path !== '/index.html') {
    checks.fault('sign-in', 0, `an officer comes to ${desk.path}`);
}
const deskPages = await withScript(browser, desk.context);
await look(deskPages, '/account', 'account', 200);
await look(deskPages, '/arrivals.html', 'arrivals', 200);
await look(deskPages, '/desk', 'desk', 200);
await look(deskPages, '/accounts', 'not-for-officers', 403);
// a decision, without script: the newest release that waits
await desk.tab.goto(`${base}/desk`);
await desk.tab.locator('a', { hasText: 'Decide' }).first().focus();
await Promise.all([desk.tab.waitForNavigation(), desk.tab.keyboard.press('Enter')]);
const decision = new URL(desk.tab.url());
await look(deskPages, decision.pathname + decision.search, 'decision', 200);
await desk.tab.locator('input[name=reason]').first().focus();
await desk.tab.keyboard.type('agrees with what we know');
await Promise.all([desk.tab.waitForNavigation(), desk.tab.keyboard.press('Enter')]);
if ((await desk.tab.locator('[role=alert]').count()) !== 1) {
    checks.fault('decision', 0, await desk.tab.locator('main').innerText());
}
await shoot(desk.tab, 'decided', 1280);

const office = await signIn(browser, administrator, password);
const officePages = await withScript(browser, office.context);
await look(officePages, '/accounts', 'accounts', 200);
await look(officePages, `/accounts/change?name=${officer}`, 'change', 200);
await look(officePages, '/audit', 'audit', 200);
await browser.close();
console.log(`${rules} rules passed, ${checks.faults} faults`);
process.exit(checks.faults === 0 ? 0 : 1);
