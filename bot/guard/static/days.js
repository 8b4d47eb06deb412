// @ts-check
// Local dates of an office, as YYYY-MM-DD.

/**
 * The date in a zone at an instant.
 * @param {string} zone
 * @param {Date} now
 * @returns {string}
 */
export function dayIn(zone, now) {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', calendar: 'gregory', numberingSystem: 'latn' });
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return `${parts['year']}-${parts['month']}-${parts['day']}`;
}

/**
 * The date as people say it.
 * @param {string} day
 * @returns {string}
 */
export function spoken(day) {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  return format.format(new Date(`${day}T00:00:00Z`)).replace(',', '');
}
