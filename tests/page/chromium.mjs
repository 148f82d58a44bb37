// Drives Chromium over its debugging pipe, with nothing but Node's own library.

import { spawn } from "node:child_process";

export async function open(program) {
  const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-pipe", "--user-data-dir=" + process.env.PROFILE];
  const child = spawn(program, flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const waiting = new Map();
  const events = [];
  let next = 1;
  let rest = "";
  child.stdio[4].on("data", (bytes) => {
    const messages = (rest + bytes).split("\0");
    rest = messages.pop();
    for (const text of messages) {
      const message = JSON.parse(text);
      if (message.id) waiting.get(message.id)?.(message);
      else events.push(message);
    }
  });
  const send = (method, params = {}, sessionId) => new Promise((resolve, reject) => {
    const id = next++;
    waiting.set(id, (message) => (message.error ? reject(new Error(`${method}: ${message.error.message}`)) : resolve(message.result)));
    child.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + "\0");
  });

  // A page, opened with or without JavaScript.
  async function page(url, { scripts = true } = {}) {
    const { targetId } = await send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
    const call = (method, params) => send(method, params, sessionId);
    const own = (method) => events.filter((event) => event.sessionId === sessionId && event.method === method).map((event) => event.params);
    for (const domain of ["Page", "Network", "Runtime", "Log", "Accessibility"]) await call(`${domain}.enable`);
    await call("Emulation.setScriptExecutionDisabled", { value: !scripts });
    await call("Page.navigate", { url });
    while (!own("Page.loadEventFired").length) await new Promise((done) => setTimeout(done, 20));
    async function evaluate(expression) {
      const { result, exceptionDetails } = await call("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    }
    const press = async (key, code = 0, text) => {
      await call("Input.dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", key, windowsVirtualKeyCode: code, text });
      await call("Input.dispatchKeyEvent", { type: "keyUp", key, windowsVirtualKeyCode: code });
    };
    return { call, own, evaluate, press };
  }

  return { page, close: async () => { await send("Browser.close").catch(() => {}); child.kill(); } };
}
