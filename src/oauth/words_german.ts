// No test of its own: the texts; the compiler says when one is missing.
/** What the pages say, in German. */

import { html } from "hono/html";
import type { Words } from "./words.ts";

export const german: Words = {
  product: "Kimai MCP",
  served: (host) => `Diese Seite gehört zu ${host}`,
  error: "Fehler",

  signIn: "Anmelden",
  signInFor: (app, place) =>
    html`${app} möchte auf Ihr Konto zugreifen. Danach geht es weiter zu: ${place}`,
  signInHere:
    "Melden Sie sich an, um zu sehen, welche Apps Ihr Konto verwenden dürfen, und um sie zu trennen.",
  accountName: "Kontoname",
  secret: "Geheimnis",
  whence: "Beides haben Sie von der Person bekommen, die diesen Server betreibt.",
  wrong:
    "Kontoname und Geheimnis passen nicht zusammen. Prüfen Sie beides und versuchen Sie es noch einmal.",
  slow: (seconds) =>
    seconds === 1
      ? "Das war zu oft. Versuchen Sie es in einer Sekunde noch einmal."
      : `Das war zu oft. Versuchen Sie es in ${seconds} Sekunden noch einmal.`,
  busy: "Gerade melden sich viele Personen an. Versuchen Sie es in einigen Sekunden noch einmal.",
  stale:
    "Diese Seite war zu lange offen, oder ihre Cookies sind gesperrt. Bitte melden Sie sich noch einmal an.",

  allowTitle: "Zugriff erlauben?",
  knownApp: "Eine App, die Ihre Administration eingerichtet hat, möchte auf Ihr Konto zugreifen:",
  unknownApp: "Eine App möchte auf Ihr Konto zugreifen. Sie nennt sich:",
  namelessApp: "Eine App, die keinen Namen nennt, möchte auf Ihr Konto zugreifen.",
  quoted: (name) => html`„${name}“`,
  unnamed: "Eine App ohne Namen",
  unverified: "Name nicht geprüft",
  verified: "Von Ihrer Administration eingerichtet",
  takesYouTo: "Leitet weiter zu",
  describedBy: "Beschrieben von",
  yourAccount: "Ihr Konto",
  otherAccount: "Anderes Konto verwenden",
  thisComputer: (host) => `Dieser Computer (${host})`,
  appOnDevice: (scheme) => `Eine App auf diesem Gerät (${scheme})`,
  checkPlace: (place) =>
    html`Jeder kann einer App jeden Namen geben. Fahren Sie nur fort, wenn Sie von ${place} kommen.`,
  checkComputer:
    "Damit erhält ein Programm auf diesem Computer Zugriff. Fahren Sie nur fort, wenn Sie es gerade selbst gestartet haben, etwa in einem Editor oder Terminal.",
  checkApp:
    "Damit erhält eine App auf diesem Gerät Zugriff. Fahren Sie nur fort, wenn Sie den Vorgang selbst in dieser App begonnen haben.",
  mayDo: "Die App darf",
  always: "immer enthalten",
  includes: "Jedes setzt die darüber voraus.",
  lasting: (longest, idle) =>
    `Der Zugriff gilt höchstens ${longest} lang und endet früher, wenn er ${idle} lang nicht genutzt wird.`,
  revocable: (account) => html`Beenden können Sie ihn jederzeit auf der Seite ${account}.`,
  accountPage: "Verbundene Apps",
  allow: "Erlauben",
  deny: "Ablehnen",

  backTitle: "Zurück zur App",
  back: "Ihr Browser sollte jetzt zur App wechseln. Wenn nicht, öffnen Sie sie hier:",
  openApp: "App öffnen",
  closeWindow: "Danach können Sie dieses Fenster schließen.",

  refusedTitle: "Diese Anfrage geht nicht weiter",
  refused:
    "Die App hat auf eine Weise gefragt, die dieser Server nicht annimmt. Entfernen Sie den Server aus der App und fügen Sie ihn neu hinzu; hilft das nicht, sagen Sie den Herstellern der App, was unten steht.",
  onwardTo: (place) =>
    html`Die App möchte davon erfahren. Gehen Sie nur weiter, wenn Sie das Ziel kennen: ${place}`,
  onward: "Weiter",

  overTitle: "Beginnen Sie noch einmal in der App",
  over: "Diese Anfrage ist schon beantwortet, abgelaufen oder gehört zu einem anderen Browser.",
  overHint:
    "Gehen Sie zurück zur App und verbinden Sie sie noch einmal. Hilft das nicht, erlauben Sie Cookies für diese Seite.",
  foreignTitle: "Das kam von einer anderen Seite",
  foreign: "Eine andere Seite wollte dieses Formular abschicken. Es ist nichts geschehen.",
  foreignHint: "Öffnen Sie diese Seite für sich und versuchen Sie es noch einmal.",
  methodTitle: "So lässt sich das nicht öffnen",
  method: "Geheimnisse gehören in keine Adresse. Es ist nichts geschehen.",
  methodHint:
    "Ändern Sie das Geheimnis, wenn es jemand gesehen haben kann, und verwenden Sie das Formular.",
  largeTitle: "Das ist zu viel",
  large: "Das Formular enthält mehr, als diese Seite annimmt. Es ist nichts geschehen.",
  largeHint: "Gehen Sie zurück und versuchen Sie es noch einmal.",
  fullTitle: "Gerade ist zu viel los",
  full: "Dieser Server hat so viele Anfragen offen, wie er halten kann.",
  fullHint: "Versuchen Sie es in einigen Minuten noch einmal.",

  signedInAs: (account) => html`Sie sind angemeldet als ${account}.`,
  noApps: "Keine App darf Ihr Konto verwenden.",
  noAppsHint: "Apps erscheinen hier, sobald Sie ihnen den Zugriff erlaubt haben.",
  since: "Erlaubt",
  lastUse: "Zuletzt genutzt",
  ends: "Endet",
  disconnect: "Trennen",
  disconnectNamed: (app) => `Trennen: ${app}`,
  disconnectAll: "Alle trennen",
  signOut: "Abmelden",
  disconnected: "Die App wurde getrennt. Sie hat keinen Zugriff mehr.",
  disconnectedAll: "Alle Apps wurden getrennt. Keine hat mehr Zugriff.",
};
