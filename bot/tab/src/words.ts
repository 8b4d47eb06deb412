/**
 * The tab's own words. Whole sentences about a booking come from the service and are shown as they are.
 * Another language is another object of the type `Words`, added to `languages`.
 */
const endings: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' };
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const nth = (place: number) => `${place}${endings[ordinals.select(place)] ?? 'th'}`;

const english = {
  language: 'en',
  product: 'Office Booker',
  loading: 'Loading…',

  signIn: 'Sign in with Microsoft',
  signInAgain: 'Sign in again',
  signInWelcome: 'Book a day at the office.',
  signInHint: 'Use the account of your organization.',
  signOut: 'Sign out',
  signedInAs: (name: string) => `Signed in as ${name}`,

  chooseOffice: (name: string) => `${name}, change office`,
  todayThere: (day: string) => `today there: ${day}`,
  noOfficesTitle: 'No offices yet',
  noOffices: 'When an administrator adds an office, its days appear here.',

  todayCard: (office: string, parking: boolean) => (parking ? `Today: ${office} · with parking` : `Today: ${office}`),
  yourNextDays: 'Your next days',
  nextDay: (day: string, office: string) => `${day} · ${office}`,
  showPassOf: (what: string, parking: boolean) => `Show pass: ${what}${parking ? ', with parking' : ''}`,
  more: (count: number) => `and ${count} more`,

  week: (weeksAhead: number) =>
    weeksAhead <= 0 ? 'This week' : weeksAhead === 1 ? 'Next week' : weeksAhead === 2 ? 'In two weeks' : `In ${weeksAhead} weeks`,
  allowance: (left: number, of: number) => `${left} of ${of} ${of === 1 ? 'day' : 'days'} left`,

  today: 'Today',
  placesLeft: (left: number, of: number) => `${left} of ${of} left`,
  carsLeft: (left: number, of: number) => `${left} of ${of} car places left`,

  book: 'Book',
  bookParking: 'With parking',
  bookDay: (day: string) => `Book ${day}`,
  bookDayParking: (day: string) => `Book ${day} with parking`,
  booked: (parking: boolean) => (parking ? 'Booked · with parking' : 'Booked'),
  cancel: 'Cancel',
  cancelDay: (day: string) => `Cancel ${day}`,
  showPass: 'Show pass',
  showPassDay: (day: string) => `Show pass for ${day}`,
  saidBooked: (day: string, office: string, parking: boolean) => `Booked: ${day}, ${office}${parking ? ', with parking' : ''}.`,
  saidCancelled: (day: string, office: string) => `Cancelled: ${day}, ${office}.`,
  dismiss: 'Dismiss',
  closed: (note: string | null) => (note === null ? 'Closed' : `Closed: ${note}`),

  waiting: (count: number) => `${count} waiting`,
  wait: (parking: boolean) => (parking ? 'Wait with parking' : 'Wait for a place'),
  waitDay: (day: string, parking: boolean) => (parking ? `Wait with parking on ${day}` : `Wait for a place on ${day}`),
  waitHow: (day: string) => `How to wait for ${day}`,
  inLine: (place: number) => `You are ${nth(place)} in line`,
  leaveLine: 'Leave the line',
  leaveLineDay: (day: string) => `Leave the line for ${day}`,
  waitsFor: (parking: boolean, until: string | null) =>
    until === null ? 'You wait for a place with parking.' : `You wait for a place${parking ? ' with parking' : ''} until ${until}.`,
  timeOn: (time: string, day: string) => `${time} on ${day}`,
  saidInLine: (place: number, day: string, office: string) => `You are ${nth(place)} in line: ${day}, ${office}.`,
  saidLeftLine: (day: string, office: string) => `You left the line: ${day}, ${office}.`,
  saidPromoted: (day: string, office: string) => `A place became free and is yours: ${day}, ${office}.`,

  wishParking: 'With parking',
  wishUntil: (day: string) => `Only until, on ${day}`,
  wishUntilHint: 'A place that frees later comes too late. Left empty, you also take one that frees on the day itself.',
  waitToday: "A place that frees is booked for you at once. Today's booking can be cancelled only by an administrator.",
  waitYes: 'Wait',
  waitChange: 'Change',
  reason: 'Why do you come to the office?',
  reasonMissing: 'Please say briefly why you come to the office.',
  reasonLength: (length: number, most: number) => `${length} of ${most} characters`,

  askTodayTitle: (office: string) => `Book today at ${office}?`,
  askToday: "Today's booking can be cancelled only by an administrator.",
  askTodayYes: (parking: boolean) => (parking ? 'Book today with parking' : 'Book today'),
  askCancelTitle: (day: string) => `Cancel ${day}?`,
  askCancel: (office: string, parking: boolean) =>
    parking ? `Your place and your car place at ${office} become free for others.` : `Your place at ${office} becomes free for others.`,
  askCancelYes: 'Cancel the booking',
  askLeaveTitle: (day: string) => `Leave the line for ${day}?`,
  askLeave: (place: number) => `You are ${nth(place)} in line. If you join again later, you start at its end.`,
  askLeaveYes: 'Leave the line',
  stay: 'Stay in line',
  notNow: 'Not now',
  keep: 'Keep it',

  pass: 'Office pass',
  passTitle: 'Office pass · Office Booker',
  passValid: 'Valid today',
  passValidOn: (day: string) => `Valid on ${day}`,
  passLater: (day: string) => `Not valid today, only on ${day}`,
  passOver: 'No longer valid: the day is over',
  passCancelled: 'Cancelled: not valid',
  passOffice: 'Office',
  passName: 'Name',
  passParking: 'Parking',
  passWithParking: 'Car place booked',
  passNoParking: 'No car place',
  print: 'Print',
  back: 'All days',
  passUnknownTitle: 'No such booking',
  passUnknown: 'This link does not lead to a booking of yours. It may have been forgotten some time after its day.',

  troubleTitle: 'That did not work',
  hostTitle: 'Teams or Outlook does not answer',
  tryAgain: 'Try again',
  openInBrowser: 'Open in the browser',
  staleSince: (time: string) => `What you see is from ${time}.`,
  reference: (reference: string) => `Reference: ${reference}`,
  faults: {
    offline: "Office Booker can't be reached. Check your connection and try again.",
    refused: 'Office Booker refused that.',
    broken: 'Something went wrong at our end.',
    signedOut: 'Your sign-in has ended. Sign in again to go on.',
    hostSilent: 'Office Booker was opened inside another page, and that page did not answer.',
    consent: 'Your organization has not allowed Office Booker yet. Ask an administrator to grant consent.',
    cancelled: 'The sign-in was closed before it was finished.',
    denied: 'You could not be signed in.',
  },
};

export type Words = typeof english;

const languages: Readonly<Record<string, Words>> = { en: english };

export function wordsFor(locale: string): Words {
  const language = locale.toLowerCase().split('-')[0] ?? '';
  return languages[language] ?? english;
}
