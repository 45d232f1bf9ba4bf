/**
 * The closed lists behind selects: countries, currencies, languages, time zones.
 */

/** The languages Kimai is translated to, as far as a demo needs them. */
const LANGUAGES = new Set(
  ("ar ca cs da de de_AT de_CH el en en_GB en_US eo es eu fa fi fo fr fr_CA fr_CH he hr hu id it " +
    "ja ko lt nb_NO nl nl_BE pa pl pt pt_BR ro ru sk sl sq sv ta tr uk vi zh_CN zh_Hant").split(
      " ",
    ),
);

export const isLanguage = (code: string): boolean => LANGUAGES.has(code);

/** ISO 3166-1 alpha-2. */
export function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code) || ["ZZ", "EU", "UN", "EZ", "XA", "XB", "QO"].includes(code)) {
    return false;
  }
  return new Intl.DisplayNames(["en"], { type: "region", fallback: "none" }).of(code) !== undefined;
}

/** ISO 4217. */
export const isCurrency = (code: string): boolean =>
  Intl.supportedValuesOf("currency").includes(code);

/** IANA, aliases included. */
export function isTimezone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return /^(?:UTC|[A-Z][A-Za-z_]+\/[A-Za-z_/+-]+\d*)$/.test(name);
  } catch {
    return false;
  }
}
