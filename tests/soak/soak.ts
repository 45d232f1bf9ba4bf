/** One soak from its start to what it found. */

import { join } from "node:path";
import { createSecret } from "../../src/accounts/secrets.ts";
import { isOldRuntime } from "../e2e/runtime.ts";
import { createFolder } from "../support/folder.ts";
import { Clients } from "./clients.ts";
import { Course } from "./course.ts";
import { serveKimai, type SoakKimai } from "./kimai.ts";
import { Ledger } from "./ledger.ts";
import { type Member, People } from "./people.ts";
import type { Plan } from "./plan.ts";
import type { Findings } from "./report.ts";
import { type Look, Server, type ServerOptions } from "./server.ts";
import { SignIns } from "./tokens.ts";
import { Troubles } from "./troubles.ts";

/** Sign-ins survive a restart; an older runtime cannot lock the file that they would stand in. */
const keeps = !isOldRuntime;

/** Runs it, saying every now and then how it goes. Everything that it starts ends with it. */
export async function soak(plan: Plan, say: (line: string) => void): Promise<Findings> {
  await using begun = new AsyncDisposableStack();
  const folder = begun.use(await createFolder());
  const ledger = new Ledger();
  const kimai = begun.use(serveKimai(ledger));
  const users = join(folder.path, "users.json");
  const people = new People(plan.accounts, kimai, users);
  await people.write();
  const complaints: string[] = [];
  const serverToken = createSecret();
  const server = begun.use(
    await Server.start({
      ...startOf(plan, { folder: folder.path, users, kimai, serverToken }),
      complained: (line) => {
        if (!line.includes("The accounts stay as they were")) complaints.push(line);
      },
    }),
  );
  // Of its own, so that no connection is left when everybody has gone.
  const client = Deno.createHttpClient({});
  const fetchAs = (member?: Member) => reaching(client, addressOf(member));
  const troubles = new Troubles(server);
  const signIns = new SignIns({ server, fetchAs, refreshAfter: plan.refreshAfter, keeps });
  const clients = new Clients({
    ...{ server, people, signIns, ledger, troubles, serverToken, fetchAs },
  });
  const tell = (last?: Look) => say(wordOn({ course, clients, ledger, troubles }, last));
  const course = new Course({ plan, server, people, clients, tell });
  const start = await course.look();
  const over = new AbortController();
  const atWork = Array.from({ length: plan.clients }, () => clients.work(over.signal));
  for (const part of plan.parts) await course.run(part);
  over.abort();
  await Promise.all(atWork);
  const { seconds } = course;
  client.close();
  const rest = await course.settle();
  tell(rest);
  say("");
  return {
    ...{ seconds, program: programName(), calls: clients.tally, kimaiRequests: kimai.requests },
    ...{ signIns: signIns.tally, signedIn: signIns.size, changes: people.made },
    ...{ restarts: course.restarts, looks: course.looks, start, rest, complaints },
    troubles: troubles.tally,
    balance: ledger.compare(kimai.kept(), kimai.received),
  };
}

interface Place {
  folder: string;
  users: string;
  kimai: SoakKimai;
  serverToken: string;
}

function startOf(
  { sessionTtl }: Plan,
  { folder, users, kimai, serverToken }: Place,
): Omit<ServerOptions, "complained"> {
  const metricsToken = createSecret();
  return {
    folder,
    metricsToken,
    args: [
      `--users-config=${users}`,
      `--session-ttl=${sessionTtl}`,
      "--access-token-ttl=120",
      "--trusted-proxy=127.0.0.1",
      ...(keeps ? [`--oauth-state-file=${join(folder, "state.json")}`] : []),
    ],
    env: {
      MCP_SERVER_TOKEN: serverToken,
      KIMAI_MCP_METRICS_TOKEN: metricsToken,
      KIMAI_URL: kimai.url,
      KIMAI_API_TOKEN: kimai.newToken(2),
      // High enough to refuse nobody, so that the limits count all the time.
      RATE_LIMIT_RPM: "100000",
    },
  };
}

/** Fetches as if through a proxy that saw this address. */
function reaching(client: Deno.HttpClient, address: string): typeof fetch {
  return (input, init) => {
    const request = new Request(input, init);
    request.headers.set("X-Forwarded-For", address);
    return fetch(request, { client });
  };
}

/** Each account comes from an address of its own. */
function addressOf(member?: Member): string {
  return member ? `10.0.${Math.floor(member.index / 200)}.${member.index % 200 + 1}` : "10.1.0.1";
}

function programName(): string {
  const form = Deno.env.has("KIMAI_MCP_BIN") ? "the binary" : "run from its source";
  return keeps ? form : `${form}, on a runtime too old for a state file`;
}

interface Parts {
  course: Course;
  clients: Clients;
  ledger: Ledger;
  troubles: Troubles;
}

function wordOn({ course, clients, ledger, troubles }: Parts, last?: Look): string {
  const { life = 1, resident = NaN, sessions = 0 } = last ?? {};
  const words = [
    `process ${life}`,
    `${clients.tally.calls} calls`,
    `${ledger.size} writes`,
    `${(resident / 1e6).toFixed(0)} MB`,
    `${sessions} sessions`,
    `${troubles.tally.unexpected} unexpected failures`,
  ];
  return `${course.seconds.toFixed(0).padStart(5)} s: ${words.join(", ")}`;
}
