// Who and what the tab is told it runs for, in the flat form that hosts send and teams-js turns into app.Context.

/** @typedef {import('./main.js').Person} Person */

const sessionId = crypto.randomUUID();

/**
 * @param {string} tenant
 * @param {Person} person
 * @param {string} theme
 * @returns {Record<string, unknown>}
 */
export function contextOf(tenant, person, theme) {
  return {
    tid: tenant,
    userObjectId: person.oid,
    userDisplayName: person.name,
    upn: person.email,
    userPrincipalName: person.email,
    loginHint: person.email,
    locale: navigator.language.toLowerCase(),
    theme,
    entityId: 'bookings',
    subEntityId: '',
    frameContext: 'content',
    hostName: 'Teams',
    hostClientType: 'web',
    ringId: 'general',
    sessionId,
    appSessionId: sessionId,
    isFullScreen: false,
    isMultiWindow: false,
  };
}
