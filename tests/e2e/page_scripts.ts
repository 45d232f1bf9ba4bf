/** What tests ask of a page from within, as scripts: Deno has no types for what they see. */

/** Waits until there is something to see: Chromium drops keys that are pressed before. */
export const painted = `new Promise((resolve) => {
  new PerformanceObserver(() => resolve(true)).observe({ type: "paint", buffered: true });
})`;

export const width = "document.documentElement.scrollWidth";

export const firstForm = "document.forms[0].outerHTML";

/** How the focus is drawn around what has it. */
export const focusOutline = "getComputedStyle(document.activeElement).outlineStyle";

/** Texts that have too little contrast with what is behind them (WCAG 2.2, 1.4.3). */
export const faintTexts = `(() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = channels(colour).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    if (!element) return "rgb(255, 255, 255)";
    const { backgroundColor } = getComputedStyle(element);
    return channels(backgroundColor)[3] === 0 ? behind(element.parentElement) : backgroundColor;
  };
  const contrast = (element) => {
    const [one, other] = [getComputedStyle(element).color, behind(element)].map(luminance);
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  };
  const ownText = (element) =>
    [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
      .map(({ textContent }) => textContent.trim()).join("");
  return [...document.body.querySelectorAll("*")]
    .filter((element) => ownText(element) && element.checkVisibility() && contrast(element) < 4.5)
    .map(ownText);
})()`;
