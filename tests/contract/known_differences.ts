/**
 * Lines of the recordings that the embedded Kimai answers differently, each with its reason.
 */

const MENU = "a context menu of Kimai's own pages, with their texts, which is not imitated";
const SERVER_PAGE = "a page of PHP's built-in web server, which Kimai never sees";
const INVOICE_FILE = "the printed invoice: here invoices are rows without a file";
const TRACE = "no client can send it: the fetch standard forbids the method TRACE";

/** File → line → why it differs. */
export const KNOWN_DIFFERENCES: Record<string, Record<number, string>> = {
  first: {
    327: MENU,
    348: SERVER_PAGE,
    367: MENU,
    516: SERVER_PAGE,
    556: INVOICE_FILE,
    562: INVOICE_FILE,
  },
  "4210-language-errors-cors": {
    4372: MENU,
    4373: MENU,
    4449: SERVER_PAGE,
    4455: TRACE,
  },
};
