/**
 * The strings that Kimai puts on the wire when it refuses something, and nothing else.
 * Scripts read them, so they are Kimai's own; no other file of this folder holds such a text.
 */

/** The generic phrase of each status (API.md 5.3). */
export const PHRASES: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  500: "Internal Server Error",
};

/** Texts without a variable part. */
export const TEXTS = {
  validationFailed: "Validation Failed",
  savingFailed: "There was a problem saving.",
  activeNotStopped: "You have an active time record which cannot be stopped automatically.",
  invalidCredentials: "Invalid credentials",
  teamEndpointRemoved: 'This endpoint was removed, use "POST /api/teams/" instead.',
  extraFields: "This form should not contain extra fields.",
  notNull: "This value should not be null.",
  notBlank: "This value should not be blank.",
  notValid: "This value is not valid.",
  notNegative: "This value should be greater than or equal to 0.",
  alreadyUsed: "This value is already used.",
  usernameUsed: "The username is already used.",
  emailUsed: "This e-mail address is already in use.",
  badEmail: "This value is not a valid email address.",
  badChoice: "The selected choice is invalid.",
  badDateTime: "Please enter a valid date and time.",
  badDate: "Please enter a valid date.",
  badMoney: "Please enter a valid money amount.",
  badCountry: "Please select a valid country.",
  badTimezone: "Please select a valid timezone.",
  badCollection: "The collection is invalid.",
  emptyCollection: "This collection should contain 1 element or more.",
  noTeamlead: "At least one team leader must be assigned to the team.",
  tagComma: "Tag name cannot contain comma",
  forbiddenCharacters: 'The following characters are not allowed: < > " =',
  needsProject: "A project needs to be selected.",
  needsActivity: "An activity needs to be selected.",
  projectMismatch:
    "Project mismatch, project specific activity and timesheet project are different.",
  endBeforeBegin: "The end date must not be earlier than the start date.",
  negativeDuration: "Duration cannot be negative.",
  zeroDuration: "An empty duration is not allowed.",
  maximumDuration: "Maximum duration exceeded.",
  futureBegin: "The begin date cannot be in the future.",
  futureEnd: "The end date cannot be in the future.",
  overlap: "You already have an entry for this time.",
  locked: "This period is locked. Please choose a later date.",
  projectNotStarted: "The project has not started at that time.",
  projectFinished: "The project is finished at that time.",
  startDenied: "You are not allowed to start this timesheet record.",
  budgetUsedUp: "Sorry, the budget is used up.",
} as const;

/** Too few characters. */
export const tooShort = (limit: number) =>
  `This value is too short. It should have ${limit} characters or more.`;

/** Too many characters. */
export const tooLong = (limit: number) =>
  `This value is too long. It should have ${limit} characters or less.`;

/** A number outside its bounds. */
export const notBetween = (min: number, max: number) =>
  `This value should be between ${min} and ${max}.`;

/** An automatic or given number that another row has. */
export const numberUsed = (number: string) => `The number ${number} is already used.`;

/** Longer than the configured longest duration; `limit` as H:MM. */
export const longerThan = (limit: string) => `Maximum ${limit} hours allowed.`;

/** Over budget, for a caller who may see it; all three already formatted. */
export const overBudget = (budget: string, used: string, free: string) =>
  `The budget is used up. Of the available ${budget}, ${used} has been booked so far, ${free} can still be used.`;
