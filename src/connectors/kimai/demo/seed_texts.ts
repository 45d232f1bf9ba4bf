/**
 * What the people of the seeded agency write about their work, by activity.
 * No test of its own: prose only.
 */

/** Descriptions by activity name; some are missing, as in real life. */
export const DESCRIPTIONS: Record<string, (string | null)[]> = {
  Development: [
    "Product list: filters kept in the URL",
    "Fixed the broken image sizes on tablets",
    "Search index rebuilt after the schema change",
    "Refactored the checkout steps into one form",
    "Wrote tests for the price calculation",
    "Reviewed pull requests of the week",
    "Cache headers for static assets",
    "Moved background jobs to the new queue",
    "Login with magic links, first version",
    null,
  ],
  Meeting: [
    "Weekly status with the client",
    "Sprint planning",
    "Retrospective",
    "Call about the launch date",
    "Workshop: navigation and wording",
    "Daily stand-up and follow-ups",
  ],
  "Project management": [
    "Offer for phase two",
    "Updated the roadmap and the risks",
    "Capacity planning for next month",
    "Sorted the backlog with the client",
    "Budget report",
  ],
  Documentation: [
    "Editors' handbook: images and galleries",
    "Release notes",
    "Described the deployment steps",
    null,
  ],
  "UX design": [
    "Wireframes for the landing pages",
    "Clickable prototype of the menu",
    "Contrast and font sizes checked",
    "User test with five people",
  ],
  "Content migration": [
    "Imported the news archive",
    "Cleaned up old product texts",
    "Redirects for moved pages",
  ],
  "App development": [
    "Offline mode: conflict handling",
    "Push notifications on both platforms",
    "Crash reports looked through",
    "Store screenshots and texts",
  ],
  Interviews: ["Interviews with two nurses", "Notes of the interviews written up", "Recruiting"],
  "Ticket triage": [
    "Answered tickets of the night",
    "Helped the shop with the new tax rates",
    "Broken newsletter template",
    "Password resets and permissions",
  ],
  Accounting: ["Invoices of the month", "Travel expenses", null],
};
