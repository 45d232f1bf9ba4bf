// No test of its own: the texts; tests/oauth/languages_test.ts says which of them a browser gets, the pages' tests hold them.
/** What the pages say, in English. Parts of a page come in and go out as markup, so that each language orders them. */

import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

/** HTML in which everything that came from outside is escaped. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

export const english = {
  product: "Kimai MCP",
  served: (host: string) => `This page belongs to ${host}`,
  error: "Error",

  signIn: "Sign in",
  signInFor: (app: Markup, place: Markup): Markup =>
    html`${app} asks for access to your account. Afterwards you go on to: ${place}`,
  signInHere: "Sign in to see which apps may use your account, and to disconnect them.",
  accountName: "Account name",
  secret: "Secret",
  whence: "Whoever runs this server gave you both.",
  wrong: "That account name and secret do not belong together. Check both and try again.",
  slow: (seconds: number) =>
    seconds === 1
      ? "That was too often. Try again in a second."
      : `That was too often. Try again in ${seconds} seconds.`,
  busy: "Many people are signing in just now. Try again in a few seconds.",
  stale: "This page was open for too long, or its cookies are blocked. Please sign in again.",

  allowTitle: "Allow access?",
  knownApp: "An app that this server's administrator set up asks for access to your account:",
  unknownApp: "An app asks for access to your account. It says it is called:",
  namelessApp: "An app that gives no name asks for access to your account.",
  quoted: (name: Markup): Markup => html`“${name}”`,
  unnamed: "An app without a name",
  unverified: "Name not verified",
  verified: "Set up by your administrator",
  takesYouTo: "Takes you to",
  describedBy: "Described by",
  yourAccount: "Your account",
  otherAccount: "Use another account",
  thisComputer: (host: string) => `This computer (${host})`,
  appOnDevice: (scheme: string) => `An app on this device (${scheme})`,
  checkPlace: (place: Markup): Markup =>
    html`Anybody can give an app any name. Go on only if ${place} is where you came from.`,
  checkComputer:
    "This lets a program on this computer in. Go on only if you started it yourself just now, for instance in an editor or a terminal.",
  checkApp:
    "This lets an app on this device in. Go on only if you started this from that app yourself.",
  mayDo: "The app may",
  always: "always included",
  includes: "Each one needs those above it.",
  lasting: (longest: string, idle: string) =>
    `Access lasts ${longest} at most, and ends sooner after ${idle} without use.`,
  revocable: (account: Markup): Markup => html`You can end it at any time on the page ${account}.`,
  accountPage: "Connected apps",
  allow: "Allow",
  deny: "Deny",

  backTitle: "Back to the app",
  back: "Your browser should now switch to the app. If it does not, open it here:",
  openApp: "Open the app",
  closeWindow: "Then you can close this window.",

  refusedTitle: "This request cannot go on",
  refused:
    "The app asked in a way that this server does not accept. Take the server out of the app and add it again; if that does not help, tell the app's makers what stands below.",
  onwardTo: (place: Markup): Markup =>
    html`The app wants to hear of this. Go on only if you know the place: ${place}`,
  onward: "Continue",

  overTitle: "Start again from the app",
  over: "This request was already answered, has expired, or belongs to another browser.",
  overHint:
    "Go back to the app and connect again. If that does not help, allow cookies for this page.",
  foreignTitle: "That came from another page",
  foreign: "Another page tried to send this form. Nothing was done.",
  foreignHint: "Open this page by itself and try again.",
  methodTitle: "That cannot be opened this way",
  method: "Secrets do not belong into an address. Nothing was done.",
  methodHint: "Change that secret if anybody could have seen it, and use the form.",
  largeTitle: "That is too much",
  large: "The form holds more than this page takes. Nothing was done.",
  largeHint: "Go back and try again.",
  fullTitle: "Too much is going on",
  full: "This server has as many requests open as it can hold.",
  fullHint: "Try again in a few minutes.",

  signedInAs: (account: Markup): Markup => html`You are signed in as ${account}.`,
  noApps: "No app may use your account.",
  noAppsHint: "Apps appear here once you allowed them access.",
  since: "Allowed",
  lastUse: "Last used",
  ends: "Ends",
  disconnect: "Disconnect",
  disconnectNamed: (app: string) => `Disconnect: ${app}`,
  disconnectAll: "Disconnect all",
  signOut: "Sign out",
  disconnected: "The app was disconnected. It has no access any more.",
  disconnectedAll: "All apps were disconnected. None has access any more.",
};

export type Words = typeof english;
