/**
 * The same expectations, read-only, of the real Kimai at `KIMAI_TEST_URL`, asked with the token in
 * `KIMAI_TEST_TOKEN`.
 */
import { facts } from "./live/all_facts.ts";
import { inspect } from "./live/facts.ts";

const [url, token] = ["KIMAI_TEST_URL", "KIMAI_TEST_TOKEN"].map((name) => Deno.env.get(name));

if (url && token) {
  const { check, summary } = inspect({ url, token });
  for (const fact of facts) Deno.test(`real Kimai: ${fact.fact}`, () => check(fact));
  Deno.test.afterAll(async () => {
    Deno.stdout.writeSync(new TextEncoder().encode(`${await summary()}\n`));
  });
} else {
  const missing = [url ? "" : "KIMAI_TEST_URL", token ? "" : "KIMAI_TEST_TOKEN"].filter(Boolean);
  Deno.test.ignore(
    `real Kimai: there is none to ask, ${missing.join(" and ")} not being set`,
    () => {},
  );
}
