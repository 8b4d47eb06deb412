/**
 * The tab's own words. Whole sentences about a booking come from the service and are shown as they are.
 * Another language is another object of the type `Words`, added to `languages`.
 */
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

  askTodayTitle: (office: string) => `Book today at ${office}?`,
  askToday: "Today's booking can be cancelled only by an administrator.",
  askTodayYes: (parking: boolean) => (parking ? 'Book today with parking' : 'Book today'),
  askCancelTitle: (day: string) => `Cancel ${day}?`,
  askCancel: (office: string, parking: boolean) =>
    parking ? `Your place and your car place at ${office} become free for others.` : `Your place at ${office} becomes free for others.`,
  askCancelYes: 'Cancel the booking',
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
