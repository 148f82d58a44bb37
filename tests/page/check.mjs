// What a reader does with a page, in Chromium: `node check.mjs FOLDER`, in which are `question.html`, `hostile.html`, `matrix.html` and,
// where it is installed, axe-core in `node_modules`.

import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { open } from "./chromium.mjs";

const folder = process.argv[2];
const url = (name) => pathToFileURL(join(folder, name)).href;
const browser = await open(process.env.CHROMIUM);
const axe = join(folder, "node_modules/axe-core/axe.min.js");

// Nothing was asked of anybody, and nothing was complained about.
function quiet(page, name) {
  const asked = page.own("Network.requestWillBeSent").map((event) => event.request.url).filter((asked) => !asked.startsWith("data:"));
  assert.deepEqual(asked, [url(name)], name);
  const complaints = page.own("Log.entryAdded").map((event) => event.entry.text);
  const errors = page.own("Runtime.exceptionThrown").map((event) => event.exceptionDetails.exception?.description);
  const console = page.own("Runtime.consoleAPICalled").map((event) => JSON.stringify(event.args));
  assert.deepEqual([...complaints, ...errors, ...console], [], name);
}

async function accessible(page, name) {
  if (!existsSync(axe)) return console.log(`axe-core is not installed: ${name} is not checked by it`);
  await page.evaluate(readFileSync(axe, "utf8"));
  const found = await page.evaluate("axe.run().then((r) => r.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.target).join(' ')}`))");
  assert.deepEqual(found, [], name);
}

const shown = "[...document.querySelectorAll('#picture .node:not([hidden])')].map((n) => n.getAttribute('aria-label').split(', ')[0])";
const status = "document.getElementById('status').textContent";
const focused = "document.activeElement.getAttribute('aria-label')";
const node = (name) => `[...document.querySelectorAll('#picture .node')].find((n) => n.getAttribute('aria-label').startsWith(${JSON.stringify(name)}))`;
const button = (name) => `[...document.querySelectorAll('#details button')].find((b) => b.textContent === ${JSON.stringify(name)})`;

const checks = {
  async search(page) {
    const type = (text) => page.evaluate(`{ const s = document.getElementById('search'); s.value = ${JSON.stringify(text)}; s.dispatchEvent(new Event('input')); } ${status}`);
    // By its name without an accent, by its name in French, by an alias.
    assert.equal(await type("bresil"), "1 node found");
    assert.deepEqual(await page.evaluate("[...document.querySelectorAll('#picture .node:not(.faint)')].map((n) => n.textContent.includes('Brazil'))"), [true]);
    assert.equal(await page.evaluate("[...document.querySelectorAll('tr[data-row^=n]:not([hidden]) th')].map((c) => c.textContent).join()"), "Brazil");
    assert.equal(await type("WTO"), "1 node found");
    assert.equal(await type("nothing of this name"), "0 nodes found");
    assert.equal(await type(""), "");
    assert.equal(await page.evaluate("document.querySelectorAll('.faint').length"), 0);
  },

  async filter(page) {
    const box = (text) => `[...document.querySelectorAll('#filters label')].find((l) => l.textContent.includes(${JSON.stringify(text)}))`;
    assert.equal(await page.evaluate(`${box("member of")}.textContent.trim()`), "member of (8)");
    assert.equal(await page.evaluate(`${box("forum")}.textContent.trim()`), "forum (2)");
    await page.evaluate(`${box("forum")}.querySelector('input').click()`);
    assert.equal((await page.evaluate(shown)).length, 5);
    assert.equal(await page.evaluate(`${box("member of")}.hidden`), true);
    await page.evaluate("document.getElementById('undo').click()");
    assert.equal((await page.evaluate(shown)).length, 7);
    assert.equal(await page.evaluate(`${box("forum")}.querySelector('input').checked`), true);
  },

  async expand(page) {
    const before = await page.evaluate(shown);
    await page.evaluate(`${node("Brazil")}.dispatchEvent(new MouseEvent('click', { bubbles: true }))`);
    assert.equal(await page.evaluate("document.querySelector('#details h2').textContent"), "Brazil");
    assert.match(await page.evaluate("document.querySelector('#details').textContent"), /Appendix D/);
    await page.evaluate(`${button("Expand")}.click()`);
    const after = await page.evaluate(shown);
    assert.ok(after.length > before.length + 3, after.join());
    const over = await page.evaluate(`{
      const boxes = [...document.querySelectorAll('#picture .node:not([hidden])')].map((n) => n.getBBox());
      boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)).length
    }`);
    assert.equal(over, 0, "nodes lie upon each other");
    await page.evaluate(`${button("Collapse")}.click()`);
    assert.ok((await page.evaluate(shown)).length < after.length);
    await page.evaluate("document.getElementById('undo').click()");
    assert.deepEqual(await page.evaluate(shown), after);
    await page.evaluate("document.getElementById('undo').click()");
    assert.deepEqual(await page.evaluate(shown), before);
    await page.evaluate(`${button("Hide")}.click()`);
    assert.equal((await page.evaluate(shown)).length, before.length - 1);
    assert.equal(await page.evaluate("document.getElementById('details').hidden"), true);
    await page.evaluate("document.getElementById('undo').click(); document.getElementById('undo').disabled").then((off) => assert.equal(off, true));
  },

  async path(page) {
    await page.evaluate(`${node("Brazil")}.focus()`);
    await page.press("p", 80, "p");
    assert.match(await page.evaluate(status), /a path from Brazil/);
    await page.evaluate(`${node("India")}.focus()`);
    await page.press("p", 80, "p");
    assert.match(await page.evaluate(status), /a path of 2 steps from Brazil to India/);
    assert.equal(await page.evaluate("document.querySelectorAll('.way').length"), 5);
    await page.press("u", 85, "u");
    assert.equal(await page.evaluate("document.querySelectorAll('.way').length"), 0);
  },

  async keys(page) {
    // The picture is reached by Tab, and every node of it by arrows.
    await page.evaluate("document.getElementById('csv').focus()");
    for (let i = 0; i < 12 && !(await page.evaluate("document.activeElement.classList.contains('node')")); i++) await page.press("Tab", 9);
    assert.ok(await page.evaluate("document.activeElement.classList.contains('node')"), "Tab does not reach a node");
    assert.equal(await page.evaluate("getComputedStyle(document.activeElement.querySelector('path')).strokeWidth"), "4px", "the focus is not seen");
    const reached = new Set();
    const walk = async (key, code) => { await page.press(key, code); reached.add(await page.evaluate(focused)); };
    for (let i = 0; i < 3; i++) {
      for (let i = 0; i < 8; i++) await walk("ArrowUp", 38);
      await walk("ArrowLeft", 37);
      for (let i = 0; i < 8; i++) await walk("ArrowDown", 40);
      await walk("ArrowRight", 39);
    }
    assert.equal(reached.size, (await page.evaluate(shown)).length, [...reached].join());
    await page.press("Enter", 13, "\r");
    assert.equal(await page.evaluate("document.getElementById('details').hidden"), false);
    await page.press("h", 72, "h");
    assert.equal((await page.evaluate(shown)).length, 6);
    assert.ok(await page.evaluate("document.activeElement.classList.contains('node')"), "the focus went with the hidden node");
    await page.press("u", 85, "u");
    await page.press("Escape", 27);
    assert.equal((await page.evaluate(shown)).length, 7);
  },

  async files(page) {
    assert.match(await page.evaluate("csv()"), /^"from","relationship","to".*\r\n"South Africa","member of","World Customs Organization"/);
    assert.equal(await page.evaluate("new DOMParser().parseFromString(svgText(), 'image/svg+xml').querySelectorAll('parsererror').length"), 0);
    const kinds = await page.evaluate("new Promise((done) => { const kinds = []; save = (blob) => done(blob.type); png(); })");
    assert.equal(kinds, "image/png");
  },

  async night(page) {
    const ground = "getComputedStyle(document.body).backgroundColor";
    const day = await page.evaluate(ground);
    await page.call("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: "dark" }] });
    assert.notEqual(await page.evaluate(ground), day);
    await page.evaluate(`document.querySelectorAll('details').forEach((d) => { d.open = true; }); ${node("Brazil")}.dispatchEvent(new MouseEvent('click'))`);
    await accessible(page, "by night");
    await page.call("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: "light" }] });
    await accessible(page, "by day");
  },

  async print(page) {
    const { data } = await page.call("Page.printToPDF", { printBackground: true });
    const pdf = Buffer.from(data, "base64");
    writeFileSync(join(folder, "question.pdf"), pdf);
    assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
    await page.call("Emulation.setEmulatedMedia", { media: "print" });
    assert.equal(await page.evaluate("getComputedStyle(document.getElementById('controls')).display"), "none");
    await page.call("Emulation.setEmulatedMedia", { media: "" });
  },
};

for (const [name, check] of Object.entries(checks)) {
  const page = await browser.page(url("question.html"));
  await check(page).catch((error) => { error.message = `${name}: ${error.message}`; throw error; });
  quiet(page, "question.html");
}

// Names are text, wherever they are shown.
{
  const page = await browser.page(url("hostile.html"));
  assert.equal(await page.evaluate("window.broken"), undefined);
  assert.equal(await page.evaluate("document.querySelectorAll('img, b, script:not(#data)').length"), 1);
  const names = JSON.parse(readFileSync(join(folder, "hostile.json"), "utf8"));
  const labels = await page.evaluate("[...document.querySelectorAll('#picture .node')].map((n) => n.getAttribute('aria-label').split(', ')[0])");
  const cells = await page.evaluate("[...document.querySelectorAll('tr[data-row^=n] th')].map((c) => c.textContent)");
  for (const name of names) assert.ok(labels.some((label) => label.startsWith(name)) && cells.includes(name), name);
  for (let i = 0; i < names.length; i++) {
    await page.evaluate(`choose(${i})`);
    assert.ok(names.includes(await page.evaluate("document.querySelector('#details h2').textContent")));
  }
  await accessible(page, "hostile.html");
  quiet(page, "hostile.html");
}

// Without scripts the picture and the tables are there, and no control that does nothing.
for (const name of ["question.html", "matrix.html"]) {
  const page = await browser.page(url(name), { scripts: false });
  const { nodes } = await page.call("Accessibility.getFullAXTree");
  const roles = nodes.map((found) => found.role?.value);
  const texts = nodes.map((found) => found.name?.value ?? "").join("\n");
  assert.ok(roles.includes("table") && roles.includes("image"), roles.join());
  assert.ok(texts.includes("World Customs Organization") && texts.includes("Brazil"), name);
  assert.ok(!roles.includes("searchbox"), name);
  quiet(page, name);
}

{
  const page = await browser.page(url("matrix.html"));
  await accessible(page, "matrix.html");
  quiet(page, "matrix.html");
}

await browser.close();
console.log("done");
