import assert from "node:assert/strict";
import { clientWith, people, tokensFor } from "../oauth/support.ts";
import {
  type Chromium,
  missingFor,
  type Served,
  serveFlow,
  type ServeOptions,
  startChromium,
  type Window,
} from "./chromium.ts";
import { faintTexts, firstForm, focusOutline, painted, width } from "./page_scripts.ts";

/** A test in a real browser, with the server and a client of its own. */
function inChromium(
  fact: string,
  test: (chromium: Chromium, served: Served) => Promise<void>,
  options: ServeOptions = {},
): void {
  const missing = missingFor(options);
  const ignore = missing.length > 0;
  const name = ignore ? `${fact} (skipped: no ${missing.join(" and no ")})` : fact;
  Deno.test({ name, ignore }, async () => {
    await using served = await serveFlow(options);
    await using chromium = await startChromium();
    await test(chromium, served);
  });
}

/** The address at which a client begins. */
function asking({ flow, callback }: Served, changes: Record<string, string> = {}): string {
  return flow.authorizeUrl({ redirect_uri: callback, ...changes });
}

async function signIn({ page }: Window, who: keyof typeof people = "anna"): Promise<void> {
  await page.getByLabel("Account name").fill(who);
  await page.getByLabel("Secret").fill(people[who]);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/oauth\/consent|\/account/);
}

/** Presses a button that leads back to the client. */
async function leave({ page }: Window, button: string, { callback }: Served): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.waitForURL((url) => url.href.startsWith(callback));
}

/** Presses a button that leads on to an app, where no page can follow. */
async function leaveToApp({ page }: Window, button: string, scheme: string): Promise<void> {
  const left = page.waitForEvent("request", (request) => request.url().startsWith(scheme));
  await page.getByRole("button", { name: button, exact: true }).click({ noWaitAfter: true });
  await left;
}

inChromium(
  "somebody signs in, allows it, and comes back to the client and on to its app, without a script",
  async (chromium, served) => {
    const { flow, arrivals } = served;
    const window = await chromium.open({ javaScriptEnabled: false });
    await window.page.goto(asking(served));
    await signIn(window);
    await leaveToApp(window, "Allow", "claude-test:");
    assert.deepEqual(window.visited.slice(-2).map((url) => url.replace(/\?.*/, "")), [
      served.callback,
      "claude-test://done",
    ]);
    const [{ parameters, ...arrival }] = arrivals;
    assert.deepEqual(arrival, { method: "GET", referer: null });
    const { code, ...more } = parameters;
    assert.deepEqual(more, { state: "a state", iss: flow.services.issuer });
    assert.match(code, /^[\w-]{43}$/);
    assert.deepEqual(window.complaints, []);
  },
  { goesOn: true },
);

inChromium(
  "an app's own scheme is opened from a page that stays and says so",
  async (chromium, served) => {
    const uri = "cursor://anysphere.cursor-mcp/oauth/callback";
    const window = await chromium.open();
    await window.page.goto(asking(served, { client_id: "cursor", redirect_uri: uri }));
    await signIn(window);
    await leaveToApp(window, "Allow", "cursor:");
    await window.page.getByRole("heading", { name: "Back to the app" }).waitFor();
    const href = await window.page.getByRole("link", { name: "Open the app" }).getAttribute("href");
    assert.equal(window.visited.at(-1), href);
    assert.match(
      href!,
      /^cursor:\/\/anysphere\.cursor-mcp\/oauth\/callback\?code=[\w-]{43}&state=/,
    );
    assert.deepEqual(window.complaints, []);
  },
  {
    clients: [clientWith({
      id: "cursor",
      redirectUris: ["cursor://anysphere.cursor-mcp/oauth/callback"],
    })],
  },
);

inChromium(
  "a wrong secret is said, and the focus is where one goes on",
  async (chromium, served) => {
    const window = await chromium.open();
    const { page } = window;
    await page.goto(asking(served));
    await page.getByLabel("Account name").fill("anna");
    await page.getByLabel("Secret").fill("guess");
    await page.keyboard.press("Enter");
    const problem = page.getByRole("alert");
    assert.match(await problem.innerText(), /do not belong together/);
    const focused = page.locator(":focus");
    assert.equal(await focused.getAttribute("id"), "secret");
    assert.equal(await focused.getAttribute("aria-describedby"), await problem.getAttribute("id"));
    assert.equal(await page.getByLabel("Account name").inputValue(), "anna");
    assert.equal(await focused.inputValue(), "");
    await page.evaluate(painted);
    await page.keyboard.type(people.anna);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/oauth\/consent/);
    assert.deepEqual(window.complaints, []);
  },
);

inChromium("going back after the decision leads to no second code", async (chromium, served) => {
  const window = await chromium.open();
  const { page } = window;
  await page.goto(asking(served));
  await signIn(window);
  await page.goBack();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await signIn(window);
  await leave(window, "Allow", served);
  await page.goBack();
  await page.getByRole("heading", { name: "Start again from the app" }).waitFor();
  assert.equal(served.arrivals.length, 1);
  assert.equal(served.flow.services.store.count("code"), 1);
});

inChromium(
  "two tabs answer two requests, and of one request the first",
  async (chromium, served) => {
    const one = await chromium.open();
    await one.page.goto(asking(served, { state: "one" }));
    await signIn(one);
    const other = await chromium.tab(one);
    await other.page.goto(asking(served, { state: "other" }));
    const same = await chromium.tab(one);
    await same.page.goto(one.page.url());
    await leave(other, "Allow", served);
    await leave(one, "Allow", served);
    assert.deepEqual(served.arrivals.map(({ parameters }) => parameters.state), ["other", "one"]);
    await same.page.getByRole("button", { name: "Allow" }).click();
    await same.page.getByRole("heading", { name: "Start again from the app" }).waitFor();
    assert.equal(served.arrivals.length, 2);
  },
);

inChromium(
  "who signs in as somebody else in one tab decides as them in the other",
  async (chromium, served) => {
    const one = await chromium.open();
    await one.page.goto(asking(served));
    await signIn(one);
    const other = await chromium.tab(one);
    await other.page.goto(one.page.url());
    await other.page.getByRole("link", { name: "Use another account" }).click();
    await signIn(other, "ben");
    await one.page.getByRole("button", { name: "Allow" }).click();
    await one.page.locator("dd", { hasText: "ben" }).waitFor();
    assert.equal(served.arrivals.length, 0);
  },
);

inChromium("who denies it comes back with that", async (chromium, served) => {
  const window = await chromium.open();
  await window.page.goto(asking(served));
  await signIn(window);
  await leave(window, "Deny", served);
  assert.equal(served.arrivals[0].parameters.error, "access_denied");
  assert.deepEqual(window.complaints, []);
});

inChromium("an app is disconnected on the page about the account", async (chromium, served) => {
  const { flow, arrivals } = served;
  const window = await chromium.open();
  const { page } = window;
  await page.goto(asking(served));
  await signIn(window);
  await leave(window, "Allow", served);
  const { access_token } = await tokensFor(flow, arrivals[0]);
  await page.goto(`${flow.services.issuer}/account`);
  await page.getByRole("button", { name: "Disconnect: Claude" }).click();
  await page.getByRole("status").waitFor();
  assert.match(await page.locator("main").innerText(), /No app may use your account/);
  assert.equal(await flow.oauth.verifier.verify(access_token), undefined);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  assert.deepEqual(window.complaints, []);
});

inChromium("all of it can be done with the keyboard alone", async (chromium, served) => {
  const { page } = await chromium.open();
  const tabTo = async (selector: string) => {
    for (let pressed = 0; pressed < 20; pressed++) {
      await page.keyboard.press("Tab");
      if (await page.locator(`${selector}:focus`).count() === 0) continue;
      return assert.notEqual(await page.evaluate(focusOutline), "none", "the focus is not seen");
    }
    throw new Error(`Tab does not come to ${selector}`);
  };
  await page.goto(asking(served));
  await page.evaluate(painted);
  await page.keyboard.type("anna");
  await page.keyboard.press("Tab");
  await page.keyboard.type(people.anna);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/oauth\/consent/);
  await page.evaluate(painted);
  await tabTo('[value="kimai:write"]');
  await page.keyboard.press("Space");
  const again = page.waitForEvent("framenavigated");
  await page.keyboard.press("Enter");
  await again;
  await page.evaluate(painted);
  await tabTo('[value="allow"]');
  assert.equal(served.arrivals.length, 0);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.href.startsWith(served.callback));
  const { scope } = await tokensFor(served.flow, served.arrivals[0]);
  assert.equal(scope, "kimai:read");
});

inChromium(
  "over https the cookies are the host's own, and the flow is the same",
  async (chromium, served) => {
    const window = await chromium.open();
    await window.page.goto(asking(served));
    await signIn(window);
    const cookies = await window.page.context().cookies();
    assert.deepEqual(
      cookies.map(({ name, secure, httpOnly, sameSite, path }) => [
        name,
        secure && httpOnly,
        sameSite,
        path,
      ]).sort(),
      ["browser", "device", "sign_in"].map((
        name,
      ) => [`__Host-kimai_mcp_${name}`, true, "Lax", "/"]),
    );
    await leave(window, "Allow", served);
    assert.equal(served.arrivals.length, 1);
    assert.deepEqual(window.complaints, []);
  },
  { https: true },
);

inChromium("another site's page cannot send our forms", async (chromium, served) => {
  const { flow, callback } = served;
  const window = await chromium.open();
  await window.page.goto(asking(served));
  await signIn(window);
  const form = await window.page.evaluate<string>(firstForm);
  // As if somebody had got hold of the very form; another port is another origin, though the same site.
  const evil = await chromium.tab(window);
  await evil.page.goto(callback.replace("/callback", "/evil"));
  await evil.page.setContent(form);
  await evil.page.getByRole("button", { name: "Allow" }).click();
  await evil.page.getByRole("heading", { name: "That came from another page" }).waitFor();
  assert.equal(flow.services.store.count("code"), 0);
});

for (const colorScheme of ["light", "dark"] as const) {
  inChromium(
    `every page fits a phone of 320 pixels and can be read in ${colorScheme}`,
    async (chromium, served) => {
      const { flow } = served;
      const narrow = { viewport: { width: 320, height: 640 }, colorScheme };
      const window = await chromium.open(narrow);
      const { page } = window;
      const look = async (what: string) => {
        assert.equal(await page.evaluate(width), 320, `${what} is wider than the phone`);
        assert.deepEqual(await page.evaluate(faintTexts), [], what);
      };
      await page.goto(asking(served));
      await look("the sign-in");
      await page.getByLabel("Account name").fill("anna");
      await page.getByLabel("Secret").fill("guess");
      await page.keyboard.press("Enter");
      await page.getByRole("alert").waitFor();
      await look("the sign-in with a fault");
      await signIn(window);
      await look("the decision");
      await page.goto(asking(served, { client_id: "long" }));
      await look("the decision about a long name");
      await leave(window, "Allow", served);
      await tokensFor(flow, served.arrivals[0], "long");
      await page.goto(`${flow.services.issuer}/account?done=disconnected`);
      await look("the account");
      await page.goto(asking(served, { code_challenge: "" }));
      await look("a refusal with a way on");
      await page.goto(`${flow.services.issuer}/oauth/consent?txn=x`);
      await look("an end");
      assert.deepEqual(window.complaints, []);
    },
    {
      clients: [clientWith({
        id: "long",
        name: "Donaudampfschifffahrtsgesellschaftskapitänsmützen".repeat(3),
        redirectUris: ["http://localhost/callback"],
      })],
    },
  );
}
