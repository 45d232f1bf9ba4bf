// No test of its own: prose of another kind; tests/oauth/pages_test.ts holds its hash, tests/e2e/pages_test.ts its looks.
/** How the pages look: one column that fits 320 pixels, light and dark, nothing from elsewhere. */

export const style = `
:root {
  color-scheme: light dark;
  --ground: #eef1f6;
  --card: #ffffff;
  --soft: #f5f7fa;
  --text: #1a2330;
  --quiet: #546173;
  --line: #d9dfe7;
  --edge: #77849a;
  --accent: #1c5db4;
  --accent-hover: #164b93;
  --on-accent: #ffffff;
  --bad: #a8201a;
  --bad-ground: #fdf0ef;
  --warn: #7a4d00;
  --warn-ground: #fff6e3;
  --good: #17663a;
  --good-ground: #ebf7ef;
  --shadow: 0 1px 2px rgb(16 24 40 / 6%), 0 12px 32px rgb(16 24 40 / 8%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10141a;
    --card: #191f28;
    --soft: #202733;
    --text: #e8ecf2;
    --quiet: #a3aebd;
    --line: #323c4a;
    --edge: #7f8ca0;
    --accent: #8cb8ff;
    --accent-hover: #abcbff;
    --on-accent: #0b1a30;
    --bad: #ffa8a1;
    --bad-ground: #351b1c;
    --warn: #f2c572;
    --warn-ground: #2e2614;
    --good: #8bd6a6;
    --good-ground: #15291d;
    --shadow: none;
  }
}
* { box-sizing: border-box; }
html { background: var(--ground); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0;
  min-height: 100vh;
  min-height: 100dvh;
  display: flex;
  flex-direction: column;
  align-items: center;
  padding: clamp(1rem, 6vh, 4.5rem) 1rem 1.5rem;
  background: var(--ground);
  color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  overflow-wrap: anywhere;
}
header, main, footer { width: 100%; max-width: 27rem; }
.wide header, .wide main, .wide footer { max-width: 36rem; }
header {
  display: flex;
  align-items: center;
  gap: .6rem;
  margin-bottom: 1rem;
  padding: 0 .25rem;
  font-weight: 600;
}
header svg { flex: none; width: 1.75rem; height: 1.75rem; color: var(--accent); }
main {
  padding: clamp(1.25rem, 5vw, 2rem);
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 14px;
  box-shadow: var(--shadow);
}
footer { margin-top: 1rem; padding: 0 .25rem; color: var(--quiet); font-size: .85rem; }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; letter-spacing: -.01em; }
h2 { margin: 0; font-size: 1.05rem; line-height: 1.35; }
p { margin: 0 0 1rem; }
p:last-child { margin-bottom: 0; }
a { color: var(--accent); text-underline-offset: .18em; }
a:hover { color: var(--accent-hover); }
.quiet { color: var(--quiet); font-size: .9rem; }
strong { font-weight: 600; }
label { display: block; font-weight: 600; margin-bottom: .3rem; }
.field { margin-bottom: 1.1rem; }
input[type="text"], input[type="password"] {
  width: 100%;
  padding: .65rem .75rem;
  font: inherit;
  color: inherit;
  background: var(--card);
  border: 1px solid var(--edge);
  border-radius: 8px;
}
input[aria-invalid="true"] { border-color: var(--bad); border-width: 2px; padding: calc(.65rem - 1px) calc(.75rem - 1px); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
button, .button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  min-height: 2.75rem;
  padding: .55rem 1.15rem;
  font: inherit;
  font-weight: 600;
  text-align: center;
  text-decoration: none;
  color: var(--text);
  background: transparent;
  border: 1px solid var(--edge);
  border-radius: 8px;
  cursor: pointer;
}
button:hover, .button:hover { background: var(--soft); color: var(--text); }
.primary, .primary:visited { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
.primary:hover { color: var(--on-accent); background: var(--accent-hover); border-color: var(--accent-hover); }
.full { width: 100%; }
.small { min-height: 2.25rem; padding: .3rem .8rem; font-size: .92rem; }
.plain {
  min-height: 0;
  padding: .2rem;
  margin: -.2rem;
  border: 0;
  color: var(--accent);
  font-weight: 400;
  text-decoration: underline;
  text-underline-offset: .18em;
}
.plain:hover { background: none; color: var(--accent-hover); }
.unseen { position: absolute; width: 1px; height: 1px; min-height: 0; padding: 0; border: 0; overflow: hidden; clip-path: inset(50%); }
.row { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem; }
.row > * { flex: 1 1 8rem; }
.note {
  margin: 0 0 1.1rem;
  padding: .7rem .9rem;
  border-radius: 8px;
  border: 1px solid transparent;
  border-inline-start: 4px solid currentColor;
}
.note > * { margin: 0; }
.bad { color: var(--bad); background: var(--bad-ground); }
.warn { color: var(--warn); background: var(--warn-ground); }
.good { color: var(--good); background: var(--good-ground); }
.app { margin: 0 0 1.1rem; }
.app > p { margin: 0; }
.app .name { margin: .3rem 0 .45rem; font-size: 1.4rem; font-weight: 600; line-height: 1.3; }
.badge {
  display: inline-block;
  padding: .1rem .6rem;
  font-size: .82rem;
  font-weight: 600;
  border-radius: 99px;
}
dl { margin: 0 0 1.1rem; border: 1px solid var(--line); border-radius: 10px; }
dl > div { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .6rem .9rem; }
dl > div + div { border-top: 1px solid var(--line); }
dt { flex: 1 0 7.5rem; color: var(--quiet); }
dd { flex: 2 1 9rem; min-width: 0; margin: 0; }
dd strong { font-size: 1.08rem; }
fieldset { margin: 0 0 1.1rem; padding: 0; border: 0; min-width: 0; }
legend { padding: 0; margin-bottom: .4rem; font-weight: 600; }
.scope { display: flex; gap: .7rem; align-items: flex-start; padding: .45rem 0; margin: 0; font-weight: 400; }
.scope input { flex: none; width: 1.15rem; height: 1.15rem; margin: .18rem 0 0; accent-color: var(--accent); }
.scope small { display: block; }
small { color: var(--quiet); font-size: .88rem; }
.scope:has(input:not(:checked)) ~ .scope { opacity: .55; }
ul { list-style: none; margin: 0 0 1.25rem; padding: 0; }
li { padding: 1.1rem 0; border-bottom: 1px solid var(--line); }
li:first-child { border-top: 1px solid var(--line); }
.apart { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: flex-start; justify-content: space-between; }
.apart > :first-child { flex: 1 1 8rem; min-width: 0; }
.apart form { flex: none; }
.apart p { margin: 0; }
.apart:not(li *) { margin-bottom: 1.1rem; }
.tags { display: flex; flex-wrap: wrap; gap: .35rem; margin: .45rem 0; }
.tag { padding: .05rem .55rem; font-size: .85rem; border: 1px solid var(--line); border-radius: 10px; background: var(--soft); }
.times { display: flex; flex-wrap: wrap; gap: 0 1.1rem; }
.times > span { white-space: nowrap; }
@media (prefers-contrast: more) {
  :root { --line: var(--edge); }
}
@media (forced-colors: active) {
  .note, .badge, .tag { border: 1px solid; }
}
`;
